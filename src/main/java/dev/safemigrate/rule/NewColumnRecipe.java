package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a column comes whose value differs from row to row, without a rewrite. */
final class NewColumnRecipe {

  private static final Map<String, String> SERIALS =
      Map.of(
          "serial", "integer",
          "serial4", "integer",
          "bigserial", "bigint",
          "serial8", "bigint",
          "smallserial", "smallint",
          "serial2", "smallint");

  private NewColumnRecipe() {}

  /** Whether its type is one of the serial spellings. */
  static boolean isSerial(ColumnDefinition column) {
    return column.type().filter(type -> SERIALS.containsKey(type.simpleName())).isPresent();
  }

  /** The column bare, its default in a second statement, the old rows in batches. */
  static Remedy remedy(StatementContext context, AlterTable table, ColumnDefinition column) {
    QualifiedName name = table.relation().name();
    String alter = context.alter(table);
    String quoted = SqlNames.quote(column.name());
    boolean identity = !column.constraints(Constraint.Identity.class).isEmpty();
    List<String> first = new ArrayList<>();
    first.add("%s ADD COLUMN %s".formatted(alter, bare(context, column)));
    String sequence =
        context.beside(name, SqlNames.join(name.name(), column.name(), identity ? "fill" : "seq"));
    List<Constraint.Default> defaults = column.constraints(Constraint.Default.class);
    String value =
        defaults.isEmpty()
            ? "nextval('%s')".formatted(sequence.replace("'", "''"))
            : context.words(defaults.get(0).value().span());
    if (defaults.isEmpty()) {
      first.add(
          "CREATE SEQUENCE %s%s OWNED BY %s.%s"
              .formatted(sequence, sequenceType(column), context.name(name), quoted));
    }
    first.add("%s ALTER COLUMN %s SET DEFAULT %s".formatted(alter, quoted, value));
    List<Remedy.File> files = new ArrayList<>();
    files.add(Remedy.File.inPlace(first.toArray(String[]::new)));
    String text =
        "Add the column without default, set the default for new rows, and fill the old ones in"
            + " batches, each in its own transaction.";
    Optional<Remedy.File> fill = Batches.fill(context, name, quoted, value);
    if (fill.isEmpty()) {
      return Remedy.of(text);
    }
    files.add(fill.get());
    boolean required =
        isSerial(column)
            || identity
            || !column.constraints(Constraint.NotNull.class).isEmpty()
            || column.constraints(Constraint.Key.class).stream().anyMatch(Constraint.Key::primary);
    if (required) {
      NotNullRecipe.remedy(context, name, List.of(column.name())).files().stream()
          .map(file -> Remedy.File.transaction(file.statements().toArray(String[]::new)))
          .forEach(files::add);
    }
    column.constraints(Constraint.Identity.class).stream()
        .findFirst()
        .map(words -> toIdentity(context, name, quoted, words, sequence))
        .ifPresent(files::add);
    column
        .constraints(Constraint.Key.class)
        .forEach(key -> files.addAll(KeyRecipe.files(context, table, key, List.of(column.name()))));
    return new Remedy(text, files);
  }

  /** The definition without what must wait until the rows are filled. */
  private static String bare(StatementContext context, ColumnDefinition column) {
    List<Span> later = new ArrayList<>();
    for (Constraint constraint : column.constraints()) {
      if (constraint instanceof Constraint.Default
          || constraint instanceof Constraint.NotNull
          || constraint instanceof Constraint.Identity
          || constraint instanceof Constraint.Key) {
        later.add(constraint.span());
      }
    }
    String words = context.wordsWithout(column.span(), later);
    if (!isSerial(column)) {
      return words;
    }
    Span type = column.type().orElseThrow().span();
    return context.words(new Span(column.span().start(), type.start()))
        + SERIALS.get(column.type().orElseThrow().simpleName())
        + context.wordsWithout(new Span(type.end(), column.span().end()), later);
  }

  /** A sequence of serial has the type of its column. */
  private static String sequenceType(ColumnDefinition column) {
    return column
        .type()
        .map(type -> SERIALS.getOrDefault(type.simpleName(), "bigint"))
        .filter(type -> !type.equals("bigint"))
        .map(type -> " AS " + type)
        .orElse("");
  }

  private static Remedy.File toIdentity(
      StatementContext context,
      QualifiedName table,
      String column,
      Constraint.Identity identity,
      String sequence) {
    String alter = "ALTER TABLE " + context.name(table);
    return Remedy.File.transaction(
        "%s ALTER COLUMN %s DROP DEFAULT".formatted(alter, column),
        "%s ALTER COLUMN %s ADD %s".formatted(alter, column, context.words(identity.span())),
        "SELECT setval(pg_get_serial_sequence(%s, %s), nextval(%s), false)"
            .formatted(
                Identifiers.string(context.name(table)),
                Identifiers.string(unquoted(column)),
                Identifiers.string(sequence)),
        "DROP SEQUENCE " + sequence);
  }

  private static String unquoted(String column) {
    return column.startsWith("\"")
        ? column.substring(1, column.length() - 1).replace("\"\"", "\"")
        : column;
  }
}
