package dev.safemigrate.parser;

import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SetOwner;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** RENAME TO, SET SCHEMA, OWNER TO and DEPENDS ON EXTENSION of what is not a relation. */
final class AlterObjectParser {

  private static final Set<ObjectType> RENAMED =
      EnumSet.of(
          ObjectType.AGGREGATE,
          ObjectType.COLLATION,
          ObjectType.CONVERSION,
          ObjectType.DATABASE,
          ObjectType.DOMAIN,
          ObjectType.EVENT_TRIGGER,
          ObjectType.FOREIGN_DATA_WRAPPER,
          ObjectType.FUNCTION,
          ObjectType.LANGUAGE,
          ObjectType.OPERATOR_CLASS,
          ObjectType.OPERATOR_FAMILY,
          ObjectType.POLICY,
          ObjectType.PROCEDURE,
          ObjectType.PUBLICATION,
          ObjectType.ROLE,
          ObjectType.ROUTINE,
          ObjectType.RULE,
          ObjectType.SCHEMA,
          ObjectType.SERVER,
          ObjectType.STATISTICS,
          ObjectType.SUBSCRIPTION,
          ObjectType.TABLESPACE,
          ObjectType.TEXT_SEARCH_CONFIGURATION,
          ObjectType.TEXT_SEARCH_DICTIONARY,
          ObjectType.TEXT_SEARCH_PARSER,
          ObjectType.TEXT_SEARCH_TEMPLATE,
          ObjectType.TRIGGER,
          ObjectType.TYPE);

  private static final Set<ObjectType> IN_SCHEMAS =
      EnumSet.of(
          ObjectType.AGGREGATE,
          ObjectType.COLLATION,
          ObjectType.CONVERSION,
          ObjectType.DOMAIN,
          ObjectType.EXTENSION,
          ObjectType.FUNCTION,
          ObjectType.OPERATOR,
          ObjectType.OPERATOR_CLASS,
          ObjectType.OPERATOR_FAMILY,
          ObjectType.PROCEDURE,
          ObjectType.ROUTINE,
          ObjectType.STATISTICS,
          ObjectType.TEXT_SEARCH_CONFIGURATION,
          ObjectType.TEXT_SEARCH_DICTIONARY,
          ObjectType.TEXT_SEARCH_PARSER,
          ObjectType.TEXT_SEARCH_TEMPLATE,
          ObjectType.TYPE);

  private static final Set<ObjectType> OWNED =
      EnumSet.of(
          ObjectType.AGGREGATE,
          ObjectType.COLLATION,
          ObjectType.CONVERSION,
          ObjectType.DATABASE,
          ObjectType.DOMAIN,
          ObjectType.EVENT_TRIGGER,
          ObjectType.FOREIGN_DATA_WRAPPER,
          ObjectType.FUNCTION,
          ObjectType.LANGUAGE,
          ObjectType.LARGE_OBJECT,
          ObjectType.OPERATOR,
          ObjectType.OPERATOR_CLASS,
          ObjectType.OPERATOR_FAMILY,
          ObjectType.PROCEDURE,
          ObjectType.PUBLICATION,
          ObjectType.ROUTINE,
          ObjectType.SCHEMA,
          ObjectType.SERVER,
          ObjectType.STATISTICS,
          ObjectType.SUBSCRIPTION,
          ObjectType.TABLESPACE,
          ObjectType.TEXT_SEARCH_CONFIGURATION,
          ObjectType.TEXT_SEARCH_DICTIONARY,
          ObjectType.TYPE);

  private static final Set<ObjectType> DEPENDING =
      EnumSet.of(ObjectType.FUNCTION, ObjectType.PROCEDURE, ObjectType.ROUTINE, ObjectType.TRIGGER);

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;
  private final AlterRelationParser relations;

  AlterObjectParser(Clauses clauses, ObjectNames objects, AlterRelationParser relations) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
    this.relations = relations;
  }

  /** The object behind the words of its type; types and domains are names, not types, here. */
  ObjectReference object(ObjectType type) {
    int start = cursor.position();
    return switch (type) {
      case TYPE, DOMAIN -> objects.reference(start, type, clauses.names().anyName());
      case ROLE -> objects.reference(start, type, QualifiedName.of(clauses.role()));
      case POLICY, RULE, TRIGGER -> {
        String name = cursor.columnId();
        cursor.expect(Keyword.ON);
        QualifiedName relation = clauses.names().qualifiedName();
        yield objects.reference(start, type, QualifiedName.of(name), Optional.of(relation));
      }
      default -> objects.object(type);
    };
  }

  /** What may be done to an object of any type; refuses what is not among it. */
  Statement change(int start, ObjectReference object, boolean ifExists) {
    ObjectType type = object.type();
    if (RENAMED.contains(type) && cursor.accept(Keyword.RENAME)) {
      cursor.expect(Keyword.TO);
      String name = type == ObjectType.ROLE ? clauses.newRole() : cursor.columnId();
      return new Rename(
          cursor.spanFrom(start), type, object, Optional.empty(), name, ifExists, false);
    }
    if (OWNED.contains(type) && cursor.accept(Keyword.OWNER)) {
      cursor.expect(Keyword.TO);
      String role = clauses.role();
      return new SetOwner(cursor.spanFrom(start), object, role);
    }
    if (IN_SCHEMAS.contains(type) && cursor.accept(Keyword.SET)) {
      cursor.expect(Keyword.SCHEMA);
      String schema = cursor.columnId();
      return new SetSchema(cursor.spanFrom(start), object, schema, ifExists);
    }
    if (DEPENDING.contains(type) && relations.isDepends()) {
      return relations.depends(start, object);
    }
    throw cursor.fail();
  }

  /** True where {@link #change} goes on with SET. */
  boolean isSetSchema() {
    // Before a string it is the setting search_path of a function.
    return cursor.at(Keyword.SET)
        && cursor.keyword(1) == Keyword.SCHEMA
        && cursor.kind(2) != TokenKind.STRING;
  }
}
