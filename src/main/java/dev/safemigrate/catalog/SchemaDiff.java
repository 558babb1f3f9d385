package dev.safemigrate.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What two schemas do not have in common, as DDL lines: those that begin with {@code -} are only in
 * the first, those with {@code +} only in the second, those with a space say where.
 *
 * @param lines none when the schemas are equal
 */
public record SchemaDiff(List<String> lines) {

  /** What can be left out of a comparison. */
  public enum Ignored {
    /**
     * Names of constraints, indexes and sequences that PostgreSQL could have made up, which follow
     * the names that table and columns had at that time.
     */
    GENERATED_NAMES,
    /** The order of the columns in a table. */
    COLUMN_ORDER,
    /** Comments. */
    COMMENTS,
    /** Owners. */
    OWNERS,
    /** Privileges and default privileges. */
    PRIVILEGES
  }

  /** Copies the lines. */
  public SchemaDiff {
    lines = List.copyOf(lines);
  }

  /** Compares two schemas. */
  public static SchemaDiff between(
      CanonicalSchema first, CanonicalSchema second, Ignored... ignored) {
    Set<Ignored> left = EnumSet.noneOf(Ignored.class);
    left.addAll(List.of(ignored));
    CanonicalSchema before = left.contains(Ignored.GENERATED_NAMES) ? blank(first) : first;
    CanonicalSchema after = left.contains(Ignored.GENERATED_NAMES) ? blank(second) : second;
    TreeSet<ObjectIdentity> identities = new TreeSet<>(before.objects().keySet());
    identities.addAll(after.objects().keySet());
    List<String> lines = new ArrayList<>();
    for (ObjectIdentity identity : identities) {
      if (!isIgnored(identity.kind(), left)) {
        List<String> beforeLines = before.objects().getOrDefault(identity, List.of());
        List<String> afterLines = after.objects().getOrDefault(identity, List.of());
        lines.addAll(
            identity.kind() == ObjectKind.COLUMN_ORDER
                ? orderDifference(identity, beforeLines, afterLines)
                : LineDifference.between(beforeLines, afterLines));
      }
    }
    return new SchemaDiff(lines);
  }

  /** Whether the schemas are equal. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private static CanonicalSchema blank(CanonicalSchema schema) {
    return GeneratedNames.of(schema).blankIn(schema);
  }

  private static boolean isIgnored(ObjectKind kind, Set<Ignored> ignored) {
    return switch (kind) {
      case COLUMN_ORDER -> ignored.contains(Ignored.COLUMN_ORDER);
      case COMMENT -> ignored.contains(Ignored.COMMENTS);
      case OWNER -> ignored.contains(Ignored.OWNERS);
      case PRIVILEGE, DEFAULT_PRIVILEGE -> ignored.contains(Ignored.PRIVILEGES);
      default -> false;
    };
  }

  /**
   * Columns that only one table has are told by their own lines; here counts the order of others.
   */
  private static List<String> orderDifference(
      ObjectIdentity table, List<String> before, List<String> after) {
    List<String> commonBefore = before.stream().filter(after::contains).toList();
    List<String> commonAfter = after.stream().filter(before::contains).toList();
    if (commonBefore.equals(commonAfter)) {
      return List.of();
    }
    return List.of(
        "- " + CanonicalSchema.columnOrder(table, commonBefore),
        "+ " + CanonicalSchema.columnOrder(table, commonAfter));
  }
}
