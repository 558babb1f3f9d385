package dev.safemigrate.rule;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.text.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

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

  /** The earlier statements of the transaction, as the user wrote them. */
  default List<String> earlierSql() {
    return transaction().earlier().stream()
        .filter(before -> !(before.statement() instanceof TransactionControl))
        .map(before -> words(before.statement().span()).strip())
        .toList();
  }

  default String name(QualifiedName name) {
    return SqlNames.quote(name);
  }

  default String name(RelationName name) {
    return SqlNames.quote(name);
  }
}
