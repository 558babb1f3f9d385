package dev.safemigrate.rule;

import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Constraints as SQL, in the user's words where there are any. */
final class ConstraintSql {

  private static final Pattern NAMED =
      Pattern.compile("(?is)^CONSTRAINT\\s+(\"(?:[^\"]|\"\")*\"|[^\\s(]+)\\s+");

  private static final Pattern NOT_VALID = Pattern.compile("(?is)\\s+NOT\\s+VALID\\s*$");

  private ConstraintSql() {}

  /** Its name, or the one that the server would give it. */
  static String name(StatementContext context, QualifiedName table, Constraint constraint) {
    if (constraint instanceof Constraint.Check check) {
      List<String> columns =
          context.queries().expression(check.condition().text()).columns().stream()
              .sorted()
              .toList();
      return check
          .name()
          .orElse(
              columns.size() == 1
                  ? SqlNames.join(table.name(), columns.get(0), "check")
                  : SqlNames.join(table.name(), "check"));
    }
    if (constraint instanceof Constraint.ForeignKey key) {
      return key.name()
          .orElse(SqlNames.join(table.name(), String.join("_", key.columns()), "fkey"));
    }
    if (constraint instanceof Constraint.Key key) {
      return key.name().orElse(keyName(table, key));
    }
    if (constraint instanceof Constraint.NotNull notNull) {
      return notNull
          .name()
          .orElse(SqlNames.join(table.name(), notNull.column().orElse(""), "not_null"));
    }
    return SqlNames.join(table.name(), "constraint");
  }

  private static String keyName(QualifiedName table, Constraint.Key key) {
    return key.primary()
        ? SqlNames.join(table.name(), "pkey")
        : SqlNames.join(table.name(), String.join("_", key.columns()), "key");
  }

  /** What stands behind its name, without NOT VALID. */
  static String body(StatementContext context, Constraint constraint) {
    String words = context.words(constraint.span()).strip();
    String body = NAMED.matcher(words).replaceFirst("");
    body = NOT_VALID.matcher(body).replaceFirst("");
    boolean inline = body.regionMatches(true, 0, "REFERENCES", 0, "REFERENCES".length());
    if (inline && constraint instanceof Constraint.ForeignKey key) {
      return "FOREIGN KEY (%s) %s".formatted(columns(key.columns()), body);
    }
    return body;
  }

  /** The foreign key behind a column, with that column in it. */
  static Constraint.ForeignKey onColumn(Constraint.ForeignKey key, String column) {
    return new Constraint.ForeignKey(
        key.span(),
        key.name(),
        List.of(column),
        key.references(),
        key.referencedColumns(),
        key.period(),
        key.match(),
        key.onUpdate(),
        key.onDelete(),
        key.onDeleteColumns(),
        key.attributes());
  }

  static String columns(List<String> columns) {
    return columns.stream().map(SqlNames::quote).collect(Collectors.joining(", "));
  }
}
