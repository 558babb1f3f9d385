package dev.safemigrate.finding;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What to write instead.
 *
 * @param text one or two sentences in the imperative
 * @param files the complete SQL that takes the place of the statement, in order; empty where no SQL
 *     does it. More than one when a transaction or a release must lie between them. Files of their
 *     own run behind what stands above the statement, and before what stands below it
 */
public record Remedy(String text, List<File> files) {

  /** Nothing to add to the message. */
  public static final Remedy NONE = new Remedy("", List.of());

  public Remedy {
    files = List.copyOf(files);
  }

  /** Words only. */
  public static Remedy of(String text) {
    return new Remedy(text, List.of());
  }

  /** Statements that stand where the statement stood, in its file and its transaction. */
  public static Remedy of(String text, String... statements) {
    return new Remedy(text, List.of(File.inPlace(statements)));
  }

  /** Several files. */
  public static Remedy of(String text, File... files) {
    return new Remedy(text, List.of(files));
  }

  /** The same SQL with other words. */
  public Remedy withText(String other) {
    return new Remedy(other, files);
  }

  /** The files' SQL as one text to paste, each under a comment that says what it is. */
  public String sql() {
    if (files.size() == 1 && files.get(0).release() == Release.THIS) {
      File file = files.get(0);
      return switch (file.runs()) {
        case IN_PLACE -> file.sql();
        case TRANSACTION -> "-- in a file of its own\n" + file.sql();
        case OUTSIDE_TRANSACTION -> "-- outside a transaction\n" + file.sql();
      };
    }
    StringBuilder sql = new StringBuilder();
    int number = 0;
    for (File file : files) {
      number++;
      sql.append(number == 1 ? "" : "\n")
          .append("-- file ")
          .append(number)
          .append(file.transactional() ? "" : ", outside a transaction")
          .append(file.release() == Release.NEXT ? ", in a later release" : "")
          .append('\n')
          .append(file.sql());
    }
    return sql.toString();
  }

  /** When a file may run. */
  public enum Release {
    /** Together with the version that needs it. */
    THIS,
    /** When no version before it runs any more. */
    NEXT
  }

  /** Where and how the statements of a file run. */
  public enum Runs {
    /** Where the statement stood that they replace, in the same file and transaction. */
    IN_PLACE,
    /** In a file of their own, in its transaction. */
    TRANSACTION,
    /** In a file of their own that must not run in a transaction block. */
    OUTSIDE_TRANSACTION
  }

  /**
   * One migration file.
   *
   * @param statements complete statements without their semicolon; comments stand in front of the
   *     statement they explain
   * @param runs where and how; {@link Runs#IN_PLACE} for the first file of a remedy only
   */
  public record File(List<String> statements, Runs runs, Release release) {

    public File {
      statements = List.copyOf(statements);
    }

    public static File inPlace(String... statements) {
      return new File(List.of(statements), Runs.IN_PLACE, Release.THIS);
    }

    public static File transaction(String... statements) {
      return new File(List.of(statements), Runs.TRANSACTION, Release.THIS);
    }

    public static File outsideTransaction(String... statements) {
      return new File(List.of(statements), Runs.OUTSIDE_TRANSACTION, Release.THIS);
    }

    public static File later(String... statements) {
      return new File(List.of(statements), Runs.TRANSACTION, Release.NEXT);
    }

    /** False when it must not run in a transaction block. */
    public boolean transactional() {
      return runs != Runs.OUTSIDE_TRANSACTION;
    }

    /** The same in a later release. */
    public File inLaterRelease() {
      return new File(statements, runs, Release.NEXT);
    }

    /** The statements, each ended by a semicolon and a line feed. */
    public String sql() {
      return statements.stream().map(s -> s + ";\n").collect(Collectors.joining());
    }
  }
}
