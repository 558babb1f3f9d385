package dev.safemigrate.rehearsal;

import dev.safemigrate.rehearsal.TableShape.Check;
import dev.safemigrate.rehearsal.TableShape.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tries rows until the server takes them, with other values where a condition refuses one. */
final class RowSearch {

  private static final String CHECK_VIOLATION = "23514";
  private static final int MOST_TRIALS = 600;
  private static final int MOST_CONDITIONS = 12;

  private final Connection connection;
  private RowShape shape;
  private String error = "";
  private int trials;

  /**
   * @param connection in a transaction, which the caller ends
   */
  RowSearch(Connection connection, RowShape shape) {
    this.connection = connection;
    this.shape = shape.copy();
  }

  /** What the server said last. */
  String error() {
    return error;
  }

  /** Whether the server takes a row of the shape as it is. */
  boolean works(int number) throws SQLException {
    return attempt(shape, number, 1).isEmpty();
  }

  /**
   * Inserts rows.
   *
   * @return how many the server has taken
   */
  int fill(int wanted) throws SQLException {
    int count = shape.table().columns().isEmpty() ? 1 : wanted;
    if (attempt(shape, 0, count).isEmpty()) {
      return count;
    }
    Optional<SQLException> refusal = attempt(shape, 0, 1);
    if (refusal.isPresent()) {
      satisfy(refusal.get());
      if (attempt(shape, 0, 1).isPresent()) {
        return 0;
      }
    }
    int taken = 1;
    if (wanted > 1 && attempt(shape, 1, wanted - 1).isEmpty()) {
      return wanted;
    }
    for (int number = 1; number < wanted && trials < MOST_TRIALS; number++) {
      taken += attempt(shape, number, 1).isEmpty() ? 1 : 0;
    }
    return taken;
  }

  /** One condition after the other. */
  private void satisfy(SQLException first) throws SQLException {
    Optional<SQLException> refusal = Optional.of(first);
    for (int i = 0; i < MOST_CONDITIONS && refusal.isPresent(); i++) {
      Optional<String> name = violated(refusal.get());
      Optional<RowShape> better =
          name.flatMap(this::check).isPresent()
              ? better(name.flatMap(this::check).orElseThrow())
              : bound();
      if (better.isEmpty()) {
        return;
      }
      shape = better.get();
      refusal = undone(shape);
    }
  }

  /** One column changed, or two, so that the condition does not refuse the row any more. */
  private Optional<RowShape> better(Check check) throws SQLException {
    List<Column> columns =
        check.columns().stream().flatMap(name -> shape.table().column(name).stream()).toList();
    for (Column column : columns) {
      Optional<RowShape> one = better(check, shape, column);
      if (one.isPresent()) {
        return one;
      }
    }
    for (Column column : columns) {
      for (String value : CheckCandidates.of(column, check.definition())) {
        RowShape changed = shape.copy();
        changed.fix(column, value);
        for (Column other : columns) {
          if (!other.equals(column) && trials < MOST_TRIALS) {
            Optional<RowShape> two = better(check, changed, other);
            if (two.isPresent()) {
              return two;
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<RowShape> better(Check check, RowShape from, Column column) throws SQLException {
    for (String value : CheckCandidates.of(column, check.definition())) {
      if (trials >= MOST_TRIALS) {
        return Optional.empty();
      }
      RowShape changed = from.copy();
      changed.fix(column, value);
      if (passes(check, undone(changed))) {
        return Optional.of(changed);
      }
    }
    return Optional.empty();
  }

  /** A row of a partitioned table must belong to a partition: the bounds name values. */
  private Optional<RowShape> bound() throws SQLException {
    for (String bound : shape.table().bounds()) {
      for (Column column : shape.table().columns()) {
        for (String value : CheckCandidates.of(column, bound)) {
          if (trials >= MOST_TRIALS) {
            return Optional.empty();
          }
          RowShape changed = shape.copy();
          changed.fix(column, value);
          if (undone(changed).isEmpty()) {
            return Optional.of(changed);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Another condition may still refuse it; a value that is none of its type does not help. */
  private static boolean passes(Check check, Optional<SQLException> refusal) {
    return refusal.isEmpty()
        || refusal
            .filter(e -> CHECK_VIOLATION.equals(e.getSQLState()))
            .flatMap(RowSearch::violated)
            .filter(name -> !name.equals(check.name()))
            .isPresent();
  }

  private Optional<Check> check(String name) {
    return shape.table().checks().stream().filter(check -> check.name().equals(name)).findFirst();
  }

  private static Optional<String> violated(SQLException e) {
    return e instanceof PSQLException known
        ? Optional.ofNullable(known.getServerErrorMessage()).map(ServerErrorMessage::getConstraint)
        : Optional.empty();
  }

  private Optional<SQLException> undone(RowShape tried) throws SQLException {
    Savepoint before = connection.setSavepoint();
    Optional<SQLException> refusal = attempt(tried, 0, 1);
    connection.rollback(before);
    return refusal;
  }

  private Optional<SQLException> attempt(RowShape tried, int first, int count) throws SQLException {
    trials++;
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(tried.insert(first, count));
      connection.releaseSavepoint(before);
      return Optional.empty();
    } catch (SQLException e) {
      if (connection.isClosed()) {
        throw e;
      }
      connection.rollback(before);
      error = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return Optional.of(e);
    }
  }
}
