package dev.safemigrate.parser;

import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects as DROP, COMMENT, ALTER and their like name them: a type's words, then the name. */
final class ObjectNames {

  private final TokenCursor cursor;
  private final Names names;
  private final Clauses clauses;

  ObjectNames(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.names = clauses.names();
    this.clauses = clauses;
  }

  /** The words of an object type; what they mean is settled by the caller's list of types. */
  ObjectType type() {
    Keyword word = cursor.keyword();
    switch (word) {
      case ACCESS -> {
        return two(Keyword.METHOD, ObjectType.ACCESS_METHOD);
      }
      case EVENT -> {
        return two(Keyword.TRIGGER, ObjectType.EVENT_TRIGGER);
      }
      case MATERIALIZED -> {
        return two(Keyword.VIEW, ObjectType.MATERIALIZED_VIEW);
      }
      case LARGE -> {
        return two(Keyword.OBJECT, ObjectType.LARGE_OBJECT);
      }
      case PROCEDURAL -> {
        return two(Keyword.LANGUAGE, ObjectType.LANGUAGE);
      }
      case FOREIGN -> {
        cursor.advance();
        if (cursor.accept(Keyword.TABLE)) {
          return ObjectType.FOREIGN_TABLE;
        }
        cursor.expect(Keyword.DATA);
        cursor.expect(Keyword.WRAPPER);
        return ObjectType.FOREIGN_DATA_WRAPPER;
      }
      case OPERATOR -> {
        cursor.advance();
        if (cursor.accept(Keyword.CLASS)) {
          return ObjectType.OPERATOR_CLASS;
        }
        return cursor.accept(Keyword.FAMILY) ? ObjectType.OPERATOR_FAMILY : ObjectType.OPERATOR;
      }
      case TEXT -> {
        cursor.advance();
        cursor.expect(Keyword.SEARCH);
        return textSearch();
      }
      default -> {
        ObjectType type = single(word);
        cursor.advance();
        return type;
      }
    }
  }

  private ObjectType two(Keyword second, ObjectType type) {
    cursor.advance();
    cursor.expect(second);
    return type;
  }

  private ObjectType single(Keyword word) {
    return switch (word) {
      case AGGREGATE -> ObjectType.AGGREGATE;
      case CAST -> ObjectType.CAST;
      case COLLATION -> ObjectType.COLLATION;
      case COLUMN -> ObjectType.COLUMN;
      case CONSTRAINT -> ObjectType.TABLE_CONSTRAINT;
      case CONVERSION -> ObjectType.CONVERSION;
      case DATABASE -> ObjectType.DATABASE;
      case DOMAIN -> ObjectType.DOMAIN;
      case EXTENSION -> ObjectType.EXTENSION;
      case FUNCTION -> ObjectType.FUNCTION;
      case INDEX -> ObjectType.INDEX;
      case LANGUAGE -> ObjectType.LANGUAGE;
      case POLICY -> ObjectType.POLICY;
      case PROCEDURE -> ObjectType.PROCEDURE;
      case PUBLICATION -> ObjectType.PUBLICATION;
      case ROLE, USER, GROUP -> ObjectType.ROLE;
      case ROUTINE -> ObjectType.ROUTINE;
      case RULE -> ObjectType.RULE;
      case SCHEMA -> ObjectType.SCHEMA;
      case SEQUENCE -> ObjectType.SEQUENCE;
      case SERVER -> ObjectType.SERVER;
      case STATISTICS -> ObjectType.STATISTICS;
      case SUBSCRIPTION -> ObjectType.SUBSCRIPTION;
      case TABLE -> ObjectType.TABLE;
      case TABLESPACE -> ObjectType.TABLESPACE;
      case TRANSFORM -> ObjectType.TRANSFORM;
      case TRIGGER -> ObjectType.TRIGGER;
      case TYPE -> ObjectType.TYPE;
      case VIEW -> ObjectType.VIEW;
      default ->
          throw cursor.failExpecting("the type of an object: TABLE, INDEX, VIEW, FUNCTION, ...");
    };
  }

  /** From behind TEXT SEARCH. */
  ObjectType textSearch() {
    if (cursor.accept(Keyword.PARSER)) {
      return ObjectType.TEXT_SEARCH_PARSER;
    }
    if (cursor.accept(Keyword.DICTIONARY)) {
      return ObjectType.TEXT_SEARCH_DICTIONARY;
    }
    if (cursor.accept(Keyword.TEMPLATE)) {
      return ObjectType.TEXT_SEARCH_TEMPLATE;
    }
    cursor.expect(Keyword.CONFIGURATION);
    return ObjectType.TEXT_SEARCH_CONFIGURATION;
  }

  /** The object behind the words of its type, in the way that the type is named. */
  ObjectReference object(ObjectType type) {
    int start = cursor.position();
    return switch (type) {
      case FUNCTION, PROCEDURE, ROUTINE -> function(type);
      case AGGREGATE -> aggregate();
      case OPERATOR -> operator();
      case OPERATOR_CLASS, OPERATOR_FAMILY -> {
        QualifiedName name = names.anyName();
        cursor.expect(Keyword.USING);
        String method = cursor.columnId();
        yield reference(start, type, name, Optional.of(QualifiedName.of(method)));
      }
      case CAST -> cast();
      case TRANSFORM -> transform();
      case TYPE, DOMAIN -> reference(start, type, clauses.type().name(), Optional.empty());
      case COLUMN -> column();
      case POLICY, RULE, TRIGGER -> {
        String name = cursor.columnId();
        cursor.expect(Keyword.ON);
        QualifiedName relation = names.anyName();
        yield reference(start, type, QualifiedName.of(name), Optional.of(relation));
      }
      case TABLE_CONSTRAINT -> constraint();
      case LARGE_OBJECT -> reference(start, type, QualifiedName.of(clauses.number()));
      case ACCESS_METHOD,
          DATABASE,
          EVENT_TRIGGER,
          EXTENSION,
          FOREIGN_DATA_WRAPPER,
          LANGUAGE,
          PUBLICATION,
          ROLE,
          SCHEMA,
          SERVER,
          SUBSCRIPTION,
          TABLESPACE ->
          reference(start, type, QualifiedName.of(cursor.columnId()));
      default -> reference(start, type, names.anyName());
    };
  }

  ObjectReference reference(int start, ObjectType type, QualifiedName name) {
    return reference(start, type, name, Optional.empty());
  }

  ObjectReference reference(
      int start, ObjectType type, QualifiedName name, Optional<QualifiedName> relation) {
    return new ObjectReference(cursor.spanFrom(start), type, name, relation, Optional.empty());
  }

  private ObjectReference withArguments(
      int start, ObjectType type, QualifiedName name, String arguments) {
    return new ObjectReference(
        cursor.spanFrom(start), type, name, Optional.empty(), Optional.of(arguments));
  }

  private ObjectReference column() {
    int start = cursor.position();
    QualifiedName name = names.anyName();
    int last = name.parts().size() - 1;
    Optional<QualifiedName> relation =
        last == 0
            ? Optional.empty()
            : Optional.of(new QualifiedName(name.parts().subList(0, last)));
    return reference(start, ObjectType.COLUMN, QualifiedName.of(name.name()), relation);
  }

  private ObjectReference constraint() {
    int start = cursor.position();
    String name = cursor.columnId();
    cursor.expect(Keyword.ON);
    boolean domain = cursor.accept(Keyword.DOMAIN);
    QualifiedName relation = names.anyName();
    return reference(
        start,
        domain ? ObjectType.DOMAIN_CONSTRAINT : ObjectType.TABLE_CONSTRAINT,
        QualifiedName.of(name),
        Optional.of(relation));
  }

  /** CAST (type AS type), from behind CAST. */
  ObjectReference cast() {
    int start = cursor.position();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    int first = cursor.position();
    TypeName source = clauses.type();
    cursor.expect(Keyword.AS);
    TypeName target = clauses.type();
    String text = clauses.textFrom(first);
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return withArguments(
        start, ObjectType.CAST, QualifiedName.of(source.canonical(), target.canonical()), text);
  }

  /** From behind TRANSFORM. */
  ObjectReference transform() {
    int start = cursor.position();
    cursor.expect(Keyword.FOR);
    int first = cursor.position();
    TypeName type = clauses.type();
    cursor.expect(Keyword.LANGUAGE);
    String language = cursor.columnId();
    return withArguments(
        start,
        ObjectType.TRANSFORM,
        QualifiedName.of(type.canonical(), language),
        clauses.textFrom(first));
  }

  /** function_with_argtypes. */
  ObjectReference function(ObjectType type) {
    int start = cursor.position();
    QualifiedName name = functionName();
    if (cursor.kind() != TokenKind.OPEN_PARENTHESIS) {
      cursor.at(TokenKind.OPEN_PARENTHESIS);
      return reference(start, type, name);
    }
    int first = cursor.position() + 1;
    cursor.advance();
    if (!cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      FunctionArguments.withoutDefaults(clauses);
    }
    return closing(start, type, name, first);
  }

  /** A ColId or a type_func_name_keyword, or several parts. */
  private QualifiedName functionName() {
    if (!cursor.atColumnId()) {
      return QualifiedName.of(cursor.typeOrFunctionName());
    }
    boolean columnWord = cursor.keyword().category() == KeywordCategory.COLUMN_NAME;
    QualifiedName name = names.anyName();
    if (columnWord && name.parts().size() == 1 && cursor.kind() == TokenKind.OPEN_PARENTHESIS) {
      throw cursor.fail();
    }
    return name;
  }

  private ObjectReference closing(int start, ObjectType type, QualifiedName name, int first) {
    String arguments = cursor.position() == first ? "" : clauses.textFrom(first);
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return withArguments(start, type, name, arguments);
  }

  /** aggregate_with_argtypes. */
  ObjectReference aggregate() {
    int start = cursor.position();
    QualifiedName name = names.functionName();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    int first = cursor.position();
    aggregateArguments();
    return closing(start, ObjectType.AGGREGATE, name, first);
  }

  /** What aggr_args holds between its parentheses. */
  void aggregateArguments() {
    if (cursor.accept(TokenKind.STAR)) {
      return;
    }
    List<FunctionParameter> direct =
        cursor.at(Keyword.ORDER) ? List.of() : FunctionArguments.withoutDefaults(clauses);
    if (!cursor.accept(Keyword.ORDER)) {
      return;
    }
    cursor.expect(Keyword.BY);
    int token = cursor.position();
    List<FunctionParameter> aggregated = FunctionArguments.withoutDefaults(clauses);
    if (direct.isEmpty() || !isVariadic(direct.get(direct.size() - 1))) {
      return;
    }
    String type = direct.get(direct.size() - 1).type().canonical();
    FunctionParameter first = aggregated.get(0);
    if (aggregated.size() != 1 || !isVariadic(first) || !first.type().canonical().equals(type)) {
      throw cursor.fail(
          token,
          "an ordered-set aggregate with a VARIADIC direct argument must have one VARIADIC"
              + " aggregated argument of the same data type");
    }
  }

  private static boolean isVariadic(FunctionParameter parameter) {
    return parameter.mode() == FunctionParameter.Mode.VARIADIC;
  }

  /** operator_with_argtypes; the name's last part is the sign. */
  ObjectReference operator() {
    int start = cursor.position();
    List<String> name = clauses.operator();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    int first = cursor.position();
    operatorTypes();
    return closing(start, ObjectType.OPERATOR, new QualifiedName(name), first);
  }

  private void operatorTypes() {
    if (cursor.accept(Keyword.NONE)) {
      cursor.expect(TokenKind.COMMA);
      clauses.type();
      return;
    }
    clauses.type();
    if (cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      throw cursor.fail(cursor.position(), "missing argument");
    }
    cursor.expect(TokenKind.COMMA);
    if (!cursor.accept(Keyword.NONE)) {
      clauses.type();
    }
  }

  /** Objects of one type with commas between them. */
  List<ObjectReference> objects(ObjectType type) {
    List<ObjectReference> list = new ArrayList<>();
    do {
      list.add(object(type));
    } while (cursor.accept(TokenKind.COMMA));
    return list;
  }
}
