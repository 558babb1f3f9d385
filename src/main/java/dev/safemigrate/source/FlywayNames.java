package dev.safemigrate.source;

import java.util.List;

/**
 * The parts of Flyway's file names.
 *
 * @param versioned prefix of versioned migrations; may be empty
 * @param undo prefix of undo migrations
 * @param repeatable prefix of repeatable migrations
 * @param baseline prefix of baseline migrations
 * @param separator what stands between version and description
 * @param suffixes endings of migration files
 */
public record FlywayNames(
    String versioned,
    String undo,
    String repeatable,
    String baseline,
    String separator,
    List<String> suffixes) {

  /** Flyway's own defaults. */
  public static final FlywayNames DEFAULT =
      new FlywayNames("V", "U", "R", "B", "__", List.of(".sql"));

  public FlywayNames {
    suffixes = List.copyOf(suffixes);
    if (separator.isEmpty() || suffixes.isEmpty()) {
      throw new IllegalArgumentException("Flyway names need a separator and a suffix");
    }
  }

  /** The same with another prefix of versioned migrations. */
  public FlywayNames withVersioned(String prefix) {
    return new FlywayNames(prefix, undo, repeatable, baseline, separator, suffixes);
  }
}
