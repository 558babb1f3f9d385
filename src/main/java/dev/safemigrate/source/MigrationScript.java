package dev.safemigrate.source;

import java.util.List;
import java.util.Optional;

/**
 * One migration.
 *
 * @param kind when it runs
 * @param version empty for repeatables, callbacks and a dump used as a base
 * @param description what the name says it does, in words
 * @param identity what the tool's own history calls it: Flyway's version, Prisma's folder,
 *     sql-migrate's file, Liquibase's {@code file::id::author}
 * @param sql what it runs
 * @param transaction what the file says about running in a transaction
 * @param directives the directives of this plugin in it, by position
 * @param checksum {@link Checksums#ofText} of its part of the file, before placeholders
 * @param down what takes it back, a script of kind {@link Kind#UNDO}
 */
public record MigrationScript(
    Kind kind,
    Optional<Version> version,
    String description,
    String identity,
    SqlText sql,
    TransactionSwitch transaction,
    List<Directive> directives,
    String checksum,
    Optional<MigrationScript> down) {

  /** When a script runs. */
  public enum Kind {
    /** Once, in the order of versions. */
    VERSIONED,
    /** To take a versioned one back. */
    UNDO,
    /** After the versioned ones, again whenever it changed. */
    REPEATABLE,
    /** Instead of everything up to its version, on a new database. */
    BASELINE,
    /** At an event of the runner, such as {@code beforeMigrate}. */
    CALLBACK
  }

  public MigrationScript {
    directives = List.copyOf(directives);
  }

  /** The path of its file, as it is shown. */
  public String path() {
    return sql.path();
  }

  /** The path of its file inside the location. */
  public String name() {
    return sql.file().source().name();
  }

  /** The bytes of its file, for checksums of other tools. */
  public byte[] fileBytes() {
    return sql.file().source().bytes();
  }

  /**
   * Whether {@code -- migrate:idempotent} says of a statement that it may run again; only blanks
   * and comments may lie between both.
   *
   * @param start where the statement begins in the text of {@link #sql()}
   */
  public boolean mayRunAgain(int start) {
    return directives.stream()
        .filter(Directive.Idempotent.class::isInstance)
        .anyMatch(directive -> precedes(directive.span().end(), start));
  }

  private boolean precedes(int end, int start) {
    return end <= start
        && sql.text()
            .substring(end, start)
            .lines()
            .allMatch(line -> line.isBlank() || line.strip().startsWith("--"));
  }

  MigrationScript withDown(MigrationScript undo) {
    return new MigrationScript(
        kind,
        version,
        description,
        identity,
        sql,
        transaction,
        directives,
        checksum,
        Optional.of(undo));
  }
}
