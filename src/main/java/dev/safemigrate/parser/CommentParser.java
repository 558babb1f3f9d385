package dev.safemigrate.parser;

import dev.safemigrate.ast.Comment;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.SecurityLabel;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** COMMENT ON and SECURITY LABEL ON. */
final class CommentParser {

  private static final Set<ObjectType> WITHOUT_LABEL =
      EnumSet.of(
          ObjectType.ACCESS_METHOD,
          ObjectType.CAST,
          ObjectType.COLLATION,
          ObjectType.CONVERSION,
          ObjectType.EXTENSION,
          ObjectType.FOREIGN_DATA_WRAPPER,
          ObjectType.INDEX,
          ObjectType.OPERATOR,
          ObjectType.OPERATOR_CLASS,
          ObjectType.OPERATOR_FAMILY,
          ObjectType.POLICY,
          ObjectType.RULE,
          ObjectType.SERVER,
          ObjectType.STATISTICS,
          ObjectType.TABLE_CONSTRAINT,
          ObjectType.TEXT_SEARCH_CONFIGURATION,
          ObjectType.TEXT_SEARCH_DICTIONARY,
          ObjectType.TEXT_SEARCH_PARSER,
          ObjectType.TEXT_SEARCH_TEMPLATE,
          ObjectType.TRANSFORM,
          ObjectType.TRIGGER);

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;

  CommentParser(Clauses clauses, ObjectNames objects) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
  }

  /** From behind COMMENT. */
  Statement comment(int start) {
    cursor.expect(Keyword.ON);
    ObjectReference object = objects.object(objects.type());
    Optional<String> text = text();
    return new Comment(cursor.spanFrom(start), object, text);
  }

  /** From behind SECURITY. */
  Statement securityLabel(int start) {
    cursor.expect(Keyword.LABEL);
    Optional<String> provider =
        cursor.accept(Keyword.FOR) ? Optional.of(clauses.wordOrString()) : Optional.empty();
    cursor.expect(Keyword.ON);
    int typeToken = cursor.position();
    ObjectType type = objects.type();
    if (WITHOUT_LABEL.contains(type)) {
      cursor.rewind(typeToken);
      throw cursor.failExpecting("the type of an object: TABLE, COLUMN, FUNCTION, ROLE, ...");
    }
    ObjectReference object = objects.object(type);
    Optional<String> label = text();
    return new SecurityLabel(cursor.spanFrom(start), object, provider, label);
  }

  private Optional<String> text() {
    cursor.expect(Keyword.IS);
    return cursor.accept(Keyword.NULL) ? Optional.empty() : Optional.of(cursor.string());
  }
}
