package dev.safemigrate.finding;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What to write instead.
 *
 * @param text one or two sentences in the imperative
 * @param files the complete SQL, in order; empty where no SQL does it. More than one when a
 *     transaction or a release must lie between them
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

  /** One file, run as the runner runs files. */
  public static Remedy of(String text, String... statements) {
    return new Remedy(text, List.of(File.transaction(statements)));
  }

  /** Several files. */
  public static Remedy of(String text, File... files) {
    return new Remedy(text, List.of(files));
  }

  /** The files' SQL as one text to paste, each under a comment that says what it is. */
  public String sql() {
    if (files.size() == 1 && files.get(0).release() == Release.THIS) {
      File file = files.get(0);
      return file.transactional() ? file.sql() : "-- outside a transaction\n" + file.sql();
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

  /**
   * One migration file.
   *
   * @param statements complete statements without their semicolon; comments stand in front of the
   *     statement they explain
   * @param transactional false when it must not run in a transaction block
   */
  public record File(List<String> statements, boolean transactional, Release release) {

    public File {
      statements = List.copyOf(statements);
    }

    public static File transaction(String... statements) {
      return new File(List.of(statements), true, Release.THIS);
    }

    public static File outsideTransaction(String... statements) {
      return new File(List.of(statements), false, Release.THIS);
    }

    public static File later(String... statements) {
      return new File(List.of(statements), true, Release.NEXT);
    }

    /** The statements, each ended by a semicolon and a line feed. */
    public String sql() {
      return statements.stream().map(s -> s + ";\n").collect(Collectors.joining());
    }
  }
}
