package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The user's words and names, for messages and for the SQL of remedies. */
interface SqlVocabulary {

  Statement statement();

  Script script();

  SchemaState schema();

  TransactionFacts transaction();

  Set<RelationName> newRelations();

  /** The relation that a name of the statement means. */
  default RelationName relation(QualifiedName name) {
    return schema().qualify(name);
  }

  /** Whether the running application may know the relation. */
  default boolean isVisible(QualifiedName name) {
    RelationName relation = relation(name);
    return !newRelations().contains(relation)
        && !transaction().state().created().contains(relation);
  }

  /** Whether a later statement of the file is in the same transaction. */
  boolean runsInSameTransaction(Statement later);

  /** Whether the file asks the runner to run the statement in batches. */
  default boolean isDeclaredBackfill() {
    return script().backfill(statement()).isPresent();
  }

  /** The characters of the file. */
  default String words(Span span) {
    return span.of(script().text());
  }

  /** The statement's words, without the semicolon. */
  default String sql() {
    return words(statement().span()).strip();
  }

  /** The words of a span but for some parts, blanks folded where they stood. */
  default String wordsWithout(Span span, List<Span> parts) {
    StringBuilder words = new StringBuilder();
    int from = span.start();
    for (Span part : parts.stream().sorted(Comparator.comparingInt(Span::start)).toList()) {
      words.append(words(new Span(from, part.start())).stripTrailing());
      from = part.end();
    }
    return words.append(words(new Span(from, span.end()))).toString().strip();
  }

  /** {@code ALTER TABLE} and the table as the statement names it. */
  default String alter(AlterTable alter) {
    return "ALTER TABLE %s%s%s"
        .formatted(
            alter.ifExists() ? "IF EXISTS " : "",
            alter.relation().only() ? "ONLY " : "",
            name(alter.relation().name()));
  }

  /**
   * A remedy for one action of an ALTER TABLE that has others: those in front of it come first,
   * those behind it last.
   */
  default Remedy besideOthers(Action<?> action, Remedy remedy) {
    List<AlterTableAction> all = action.table().actions();
    if (all.size() == 1 || remedy.files().isEmpty()) {
      return remedy;
    }
    int at = all.indexOf(action.action());
    List<Remedy.File> files = new ArrayList<>(remedy.files());
    if (at > 0) {
      String before = alter(action.table()) + " " + actionWords(all.subList(0, at));
      Remedy.File first = files.get(0);
      if (first.runs() == Remedy.Runs.IN_PLACE) {
        List<String> statements = new ArrayList<>(List.of(before));
        statements.addAll(first.statements());
        files.set(0, new Remedy.File(statements, first.runs(), first.release()));
      } else {
        files.add(0, Remedy.File.inPlace(before));
      }
    }
    if (at < all.size() - 1) {
      String behind = alter(action.table()) + " " + actionWords(all.subList(at + 1, all.size()));
      Remedy.File last = files.get(files.size() - 1);
      if (last.runs() == Remedy.Runs.IN_PLACE) {
        List<String> statements = new ArrayList<>(last.statements());
        statements.add(behind);
        files.set(files.size() - 1, new Remedy.File(statements, last.runs(), last.release()));
      } else {
        files.add(Remedy.File.transaction(behind));
      }
    }
    return new Remedy(remedy.text(), files);
  }

  private String actionWords(List<AlterTableAction> actions) {
    return actions.stream().map(action -> words(action.span())).collect(Collectors.joining(", "));
  }

  /** The outline of a change that takes several releases, and the goal that writes its files. */
  default Remedy plan(String outline) {
    String version = script().version().map(v -> " -Dmigrate.version=" + v).orElse("");
    return Remedy.of(outline + " The files are written by: mvn migrate:plan" + version);
  }

  default String name(QualifiedName name) {
    return SqlNames.quote(name);
  }

  /** A name in the schema of another one, as for an index of a table. */
  default String beside(QualifiedName table, String name) {
    return table
        .schema()
        .map(schema -> SqlNames.quote(schema) + "." + SqlNames.quote(name))
        .orElse(SqlNames.quote(name));
  }

  default String name(RelationName name) {
    return SqlNames.quote(name);
  }
}
