package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The running version of the application: a session that stays open with its statements prepared on
 * the server, as drivers and connection pools keep them, and executes them again and again. What
 * they do is rolled back.
 */
final class OldStatements implements AutoCloseable {

  /** What the values of a generated row are to blame for, and not its shape. */
  private static final Set<String> OF_VALUES =
      Set.of("23514", "23505", "23503", "23P01", "22001", "22003", "22P02", "P0001");

  /** A lock was not to be had in time, or the whole statement took too long. */
  private static final Set<String> WAITED = Set.of("55P03", "57014");

  private static final String IMPATIENT =
      "SET LOCAL lock_timeout = '5ms'; SET LOCAL statement_timeout = '2s'; ";

  private static final String CANNOT_CHANGE_RESULT = "cached plan must not change result type";

  private final Connection connection;
  private final List<Prepared> prepared = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int tried;

  private OldStatements(Connection connection) {
    this.connection = connection;
  }

  private record Prepared(String name, OldStatement statement) {}

  /**
   * A statement that has worked and does not any more.
   *
   * @param error of the server
   * @param how it fails
   */
  record Break(OldStatement statement, String error, How how) {}

  /** How a statement of the running version breaks. */
  enum How {
    /** Until the application is changed. */
    FOR_GOOD,
    /** The same statement works once it is prepared anew. */
    ONLY_PREPARED,
    /** While the migration is at work. */
    MEANWHILE
  }

  /**
   * What became of the statements while a migration was at work.
   *
   * @param waiting those that would have had to wait for its locks
   */
  record Meanwhile(List<Break> breaks, List<OldStatement> waiting) {}

  /**
   * Prepares all and executes them once; those that fail already are problems.
   *
   * @param schema first on the search path; empty for the database's own
   */
  static OldStatements start(
      Sessions sessions, Optional<String> schema, List<OldStatement> statements)
      throws SQLException, RunException {
    OldStatements old = new OldStatements(sessions.open("running version"));
    try {
      if (schema.isPresent()) {
        old.execute("SET search_path TO " + Identifiers.quote(schema.get()));
      }
      old.execute("SET statement_timeout = '60s'");
      old.connection.setAutoCommit(false);
      for (OldStatement statement : statements) {
        old.add(statement);
      }
      return old;
    } catch (SQLException e) {
      old.close();
      throw e;
    }
  }

  /** Statements that could not be tried because they fail before the pending migrations. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** How many statements are tried. */
  int count() {
    return tried;
  }

  /** Executes all; those that are broken for good are not tried again. */
  List<Break> tryAll() throws SQLException {
    List<Break> breaks = new ArrayList<>();
    for (Prepared each : List.copyOf(prepared)) {
      Optional<SQLException> error = execute(each, "");
      if (error.isPresent()) {
        SQLException first = error.get();
        boolean mended = prepareAnew(each);
        if (!mended) {
          prepared.remove(each);
        }
        if (!isOfValues(each.statement(), first)) {
          breaks.add(
              new Break(
                  each.statement(), message(first), mended ? How.ONLY_PREPARED : How.FOR_GOOD));
        }
      }
    }
    return breaks;
  }

  /**
   * Executes all while a migration holds its locks. Who has to wait for one gives up soon, and is
   * not broken.
   */
  Meanwhile tryMeanwhile() throws SQLException {
    Meanwhile meanwhile = new Meanwhile(new ArrayList<>(), new ArrayList<>());
    for (Prepared each : prepared) {
      Optional<SQLException> error = execute(each, IMPATIENT);
      if (error.isEmpty()) {
        continue;
      }
      if (WAITED.contains(String.valueOf(error.get().getSQLState()))) {
        meanwhile.waiting().add(each.statement());
      } else if (!isOfValues(each.statement(), error.get())) {
        meanwhile.breaks().add(new Break(each.statement(), message(error.get()), How.MEANWHILE));
      }
    }
    return meanwhile;
  }

  private void add(OldStatement statement) throws SQLException {
    Prepared next = new Prepared("migrate_old_" + (prepared.size() + problems.size()), statement);
    Optional<SQLException> error = prepare(next);
    if (error.isEmpty()) {
      error = execute(next, "");
    }
    if (error.isPresent()) {
      problems.add(
          "%s fails before the pending migrations already: %s. It is left out."
              .formatted(statement.name(), message(error.get())));
      return;
    }
    prepared.add(next);
    tried++;
  }

  private boolean prepareAnew(Prepared each) throws SQLException {
    attempt("DEALLOCATE " + each.name());
    return prepare(each).isEmpty() && execute(each, "").isEmpty();
  }

  private Optional<SQLException> prepare(Prepared each) throws SQLException {
    return attempt("PREPARE " + each.name() + " AS " + each.statement().sql());
  }

  /**
   * @param settings to be sent before each execution, with which they end
   */
  private Optional<SQLException> execute(Prepared each, String settings) throws SQLException {
    for (List<String> values : each.statement().executions()) {
      String call =
          settings
              + "EXECUTE "
              + each.name()
              + (values.isEmpty() ? "" : "(" + String.join(", ", values) + ")");
      Optional<SQLException> error = attempt(call);
      if (error.isPresent()) {
        return error;
      }
    }
    return Optional.empty();
  }

  /** Statements are prepared for the session: a rollback leaves them. */
  private Optional<SQLException> attempt(String sql) throws SQLException {
    try {
      execute(sql);
      return Optional.empty();
    } catch (SQLException e) {
      if (connection.isClosed()) {
        throw e;
      }
      return Optional.of(e);
    } finally {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  private static boolean isOfValues(OldStatement statement, SQLException error) {
    return statement.isGenerated() && OF_VALUES.contains(String.valueOf(error.getSQLState()));
  }

  private static String message(SQLException error) {
    String words = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    return "%s (SQLSTATE %s)".formatted(words, error.getSQLState());
  }

  /** Whether the server says that a prepared statement would return other columns. */
  static boolean isCachedPlan(String error) {
    return error.contains(CANNOT_CHANGE_RESULT);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
