package dev.safemigrate.schema;

import dev.safemigrate.schema.NameKey.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names that the server makes up, by the rules of makeObjectName, ChooseRelationName and
 * ChooseConstraintName (src/backend/commands/indexcmds.c and catalog/pg_constraint.c).
 */
final class ObjectNames {

  private static final int LONGEST_NAME = 63;

  private final Draft draft;

  ObjectNames(Draft draft) {
    this.draft = draft;
  }

  /** A free relation name such as {@code t_a_seq}; for a constraint's index, free as both. */
  String relation(
      String schema, String table, Optional<String> addition, String label, boolean constraint) {
    for (int pass = 0; ; pass++) {
      String name = join(table, addition, pass == 0 ? label : label + pass);
      boolean taken =
          draft.find(Namespace.RELATION, new RelationName(schema, name)).isPresent()
              || (constraint && isConstraint(schema, name));
      if (!taken) {
        return name;
      }
    }
  }

  /** A free constraint name such as {@code t_a_check}. */
  String constraint(
      String schema, String table, Optional<String> addition, String label, Set<String> alsoTaken) {
    for (int pass = 0; ; pass++) {
      String name = join(table, addition, pass == 0 ? label : label + pass);
      if (!alsoTaken.contains(name) && !isConstraint(schema, name)) {
        return name;
      }
    }
  }

  /** A free name for extended statistics such as {@code t_a_b_stat}. */
  String statistics(String schema, String table, Optional<String> addition) {
    for (int pass = 0; ; pass++) {
      String name = join(table, addition, pass == 0 ? "stat" : "stat" + pass);
      if (draft.find(Namespace.STATISTICS, new RelationName(schema, name)).isEmpty()) {
        return name;
      }
    }
  }

  private boolean isConstraint(String schema, String name) {
    return draft.find(Namespace.CONSTRAINT, new RelationName(schema, name)).isPresent();
  }

  /** The middle of a key's, index's or foreign key's name: {@code a_b}, cut at 63 bytes. */
  static Optional<String> addition(List<String> columns) {
    StringBuilder joined = new StringBuilder();
    for (String column : columns) {
      if (joined.length() > 0) {
        joined.append('_');
      }
      joined.append(cut(column, LONGEST_NAME));
      if (bytes(joined.toString()) >= LONGEST_NAME + 1) {
        break;
      }
    }
    return Optional.of(joined.toString());
  }

  /** Column names for an index, with a number behind those that come again. */
  static List<String> distinct(List<String> names) {
    List<String> distinct = new ArrayList<>();
    for (String name : names) {
      String candidate = name;
      for (int i = 1; distinct.contains(candidate); i++) {
        String number = Integer.toString(i);
        candidate = cut(name, LONGEST_NAME - number.length()) + number;
      }
      distinct.add(candidate);
    }
    return distinct;
  }

  /** The parts joined by underscores; the longer of the first two is cut until all fits. */
  static String join(String first, Optional<String> second, String label) {
    int available = LONGEST_NAME - label.length() - 1 - (second.isPresent() ? 1 : 0);
    int firstLength = bytes(first);
    int secondLength = second.map(ObjectNames::bytes).orElse(0);
    while (firstLength + secondLength > available) {
      if (firstLength > secondLength) {
        firstLength--;
      } else {
        secondLength--;
      }
    }
    int kept = secondLength;
    return cut(first, firstLength) + second.map(s -> "_" + cut(s, kept)).orElse("") + "_" + label;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The longest beginning that fits, without half characters. */
  private static String cut(String text, int limit) {
    if (bytes(text) <= limit) {
      return text;
    }
    int end = text.length();
    while (bytes(text.substring(0, end)) > limit) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }
}
