package dev.safemigrate.runner;

import dev.safemigrate.embedded.PostgresServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * An instance of a version at work: one random statement after the other, each held against what
 * must come of it. Instances share the expected rows; a row is used by one of them at a time, the
 * table by all.
 */
final class VersionClient implements Runnable {

  /** What the runner waits for a lock at most; nobody else may have to wait longer. */
  private static final String LOCK_TIMEOUT = "1200ms";

  private final TestDatabase database;
  private final ProvenPlan.Version version;
  private final ProvenPlan plan;
  private final Expected expected;
  private final Random random;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong statements = new AtomicLong();
  private volatile Optional<String> failure = Optional.empty();

  /**
   * What the rows must be.
   *
   * @param rows the values by id; absent ids are no rows
   * @param quiet held for writing while nobody may work
   */
  record Expected(Map<Long, Optional<String>> rows, Object[] locks, ReadWriteLock quiet) {}

  VersionClient(
      TestDatabase database,
      ProvenPlan plan,
      ProvenPlan.Version version,
      Expected expected,
      long seed) {
    this.database = database;
    this.plan = plan;
    this.version = version;
    this.expected = expected;
    this.random = new Random(seed);
  }

  void stop() {
    over.set(true);
  }

  long statements() {
    return statements.get();
  }

  Optional<String> failure() {
    return failure;
  }

  @Override
  public void run() {
    try (Connection connection = PostgresServers.get(database.major()).connect(database.name());
        Statement settings = connection.createStatement()) {
      settings.execute("SET lock_timeout = '" + LOCK_TIMEOUT + "'");
      while (!over.get() && failure.isEmpty()) {
        expected.quiet().readLock().lock();
        try {
          step(connection);
        } finally {
          expected.quiet().readLock().unlock();
        }
      }
    } catch (SQLException | IOException e) {
      failure = Optional.of(version + ": " + e);
    }
  }

  private void step(Connection connection) throws SQLException, IOException {
    long id = 1 + random.nextInt(ProvenPlan.ROWS + 500);
    synchronized (expected.locks()[(int) (id % expected.locks().length)]) {
      boolean there = expected.rows().containsKey(id);
      Optional<String> value =
          random.nextInt(6) == 0
              ? Optional.empty()
              : Optional.of(String.valueOf(1 + random.nextInt(900)));
      String columns = String.join(", ", version.columns());
      int kind = random.nextInt(8);
      if (kind == 0) {
        check(
            id,
            one(
                connection,
                "SELECT {read} FROM {table} WHERE id = " + id,
                Optional.empty(),
                false));
      } else if (kind == 1 && there) {
        one(connection, "DELETE FROM {owner} WHERE id = " + id + " RETURNING 'x'", value, false);
        expected.rows().remove(id);
      } else if (kind == 2 && there) {
        touch(connection, id);
      } else if (kind <= 4 && there) {
        String update =
            "UPDATE {table} SET (%s) = ROW(%s) WHERE id = %d RETURNING {read}"
                .formatted(columns, String.join(", ", version.values()).replace("{id}", "id"), id);
        write(id, value, one(connection, update, value, true));
      } else if (kind == 5 && !there && version.copies()) {
        copy(connection, id, value);
        write(id, value, Optional.of(Optional.empty()), false);
      } else if (!there && version.owner().isPresent()) {
        write(id, value, insertBoth(connection, id, value));
      } else if ((!there || (kind == 6 && !version.key().isEmpty())) && version.owner().isEmpty()) {
        String insert =
            "INSERT INTO %s (id, %s) VALUES (%d, %s)%s RETURNING {read}"
                .formatted(
                    version.table(),
                    columns,
                    id,
                    String.join(", ", version.values()).replace("{id}", String.valueOf(id)),
                    there || (!version.key().isEmpty() && random.nextBoolean()) ? conflict() : "");
        write(id, value, one(connection, insert, value, true));
      }
    }
    statements.incrementAndGet();
  }

  private void touch(Connection connection, long id) throws SQLException {
    boolean beside = version.owner().isPresent();
    String touch =
        "UPDATE {owner} SET touched = touched + 1 WHERE id = %d RETURNING %s"
            .formatted(id, beside ? "'x'" : "{read}");
    Optional<Optional<String>> read = one(connection, touch, Optional.empty(), false);
    if (!beside) {
      check(id, read);
    }
  }

  /** The thing, and then its columns that are in a table beside it. */
  private Optional<Optional<String>> insertBoth(
      Connection connection, long id, Optional<String> value) throws SQLException {
    connection.setAutoCommit(false);
    one(connection, "INSERT INTO {owner} (id) VALUES (" + id + ") RETURNING 'x'", value, false);
    String insert =
        "INSERT INTO {table} (id, %s) VALUES (%d, %s) RETURNING {read}"
            .formatted(
                String.join(", ", version.columns()), id, String.join(", ", version.values()));
    Optional<Optional<String>> written = one(connection, insert, value, true);
    connection.setAutoCommit(true);
    return written;
  }

  private String conflict() {
    return version.columns().stream()
        .map(column -> column + " = excluded." + column)
        .collect(
            Collectors.joining(", ", " ON CONFLICT (" + version.key() + ") DO UPDATE SET ", ""));
  }

  /** The value that the statement returns; outside: no row, inside: null. */
  private Optional<Optional<String>> one(
      Connection connection, String sql, Optional<String> value, boolean parameters)
      throws SQLException {
    String text =
        sql.replace("{read}", version.read())
            .replace("{table}", version.table())
            .replace("{owner}", version.owner().orElse(version.table()));
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      int count = parameters ? statement.getParameterMetaData().getParameterCount() : 0;
      for (int i = 1; i <= count; i++) {
        statement.setString(i, value.orElse(null));
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(Optional.ofNullable(row.getString(1))) : Optional.empty();
      }
    }
  }

  private void copy(Connection connection, long id, Optional<String> value)
      throws SQLException, IOException {
    String written =
        value.map(v -> version.values().get(0).startsWith("'Ann ") ? "Ann " + v : v).orElse("\\N");
    if (version.owner().isPresent()) {
      connection.setAutoCommit(false);
      one(connection, "INSERT INTO {owner} (id) VALUES (" + id + ") RETURNING 'x'", value, false);
    }
    byte[] line = (id + "\t" + written + "\n").getBytes(StandardCharsets.UTF_8);
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "COPY %s (id, %s) FROM STDIN".formatted(version.table(), version.columns().get(0)),
            new java.io.ByteArrayInputStream(line));
    connection.setAutoCommit(true);
  }

  private void write(long id, Optional<String> value, Optional<Optional<String>> returned) {
    write(id, value, returned, true);
  }

  private void write(
      long id, Optional<String> value, Optional<Optional<String>> returned, boolean compare) {
    Optional<String> kept = normal(value);
    expected.rows().put(id, kept);
    if (compare && !returned.equals(Optional.of(kept))) {
      failure =
          Optional.of(
              "%s wrote %s to %d and got %s back".formatted(version.columns(), kept, id, returned));
    }
  }

  /** Where a version must write something, it writes that for nothing. */
  private Optional<String> normal(Optional<String> value) {
    String first = version.values().get(0);
    if (value.isEmpty() && first.startsWith("COALESCE(?, '')")) {
      return Optional.of("");
    }
    if (value.isEmpty() && first.endsWith(", 0)")) {
      return Optional.of("0");
    }
    return plan.kept().apply(value);
  }

  private void check(long id, Optional<Optional<String>> read) {
    Optional<Optional<String>> wanted = Optional.ofNullable(expected.rows().get(id));
    if (!read.equals(wanted)) {
      failure =
          Optional.of("%s read %s for %d, not %s".formatted(version.columns(), read, id, wanted));
    }
  }

  static List<String> rows(Connection connection, ProvenPlan.Version version) throws SQLException {
    List<String> rows = new java.util.ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, %s FROM %s ORDER BY id".formatted(version.read(), version.table()))) {
      while (row.next()) {
        rows.add(row.getLong(1) + "=" + row.getString(2));
      }
    }
    return rows;
  }
}
