package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** In which order the rows of a table are walked, and how ranges of it are told in SQL. */
interface BackfillKey {

  /** The next range. */
  record Step(BackfillPosition upTo, long rows) {}

  /** What it walks by, in words that tell keys apart: {@code id}, {@code ctid}. */
  String name();

  /** Whether a row stays where it is in the order as long as the key is not changed. */
  boolean keepsPlaces();

  /** The last place; empty for an empty table. */
  Optional<BackfillPosition> last(Connection connection) throws SQLException;

  /**
   * The end of the next range of at most so many rows.
   *
   * @param after the end of the range before; empty at the beginning
   * @param last where to stop
   */
  Step next(
      Connection connection, Optional<BackfillPosition> after, BackfillPosition last, int rows)
      throws SQLException;

  /** The condition on the statement's table for a range. */
  String predicate(String qualifier, Optional<BackfillPosition> after, BackfillPosition upTo);

  /** A range in words: {@code id > 5 and id <= 9}. */
  String words(Optional<BackfillPosition> after, BackfillPosition upTo);
}
