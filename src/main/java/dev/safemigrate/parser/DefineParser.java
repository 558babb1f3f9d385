package dev.safemigrate.parser;

import dev.safemigrate.ast.CreateExtension;
import dev.safemigrate.ast.Define;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Aggregates, operators with their classes and families, casts, conversions, collations, text
 * search, transforms, languages and access methods.
 */
final class DefineParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;

  DefineParser(Clauses clauses, ObjectNames objects) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
  }

  private Statement define(
      int start,
      ObjectType type,
      QualifiedName name,
      boolean replace,
      boolean ifNotExists,
      Optional<String> arguments,
      List<Option> options) {
    return new Define(cursor.spanFrom(start), type, name, replace, ifNotExists, arguments, options);
  }

  private Statement other(int start, String node, ObjectReference object, boolean create) {
    String tag = (create ? "CREATE " : "ALTER ") + object.type().sqlName();
    return new Other(cursor.spanFrom(start), node, tag, List.of(object));
  }

  /** From behind AGGREGATE. */
  Statement aggregate(int start, boolean replace) {
    QualifiedName name = clauses.names().functionName();
    // old_aggr_elem takes a word that is no key word.
    boolean oldStyle =
        cursor.kind() == TokenKind.OPEN_PARENTHESIS
            && cursor.keyword(1) == Keyword.NOT_A_KEYWORD
            && cursor.kind(2) == TokenKind.EQUALS;
    Optional<String> arguments = Optional.empty();
    if (!oldStyle) {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      int first = cursor.position();
      objects.aggregateArguments();
      arguments = Optional.of(clauses.textFrom(first));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    List<Option> options =
        oldStyle ? clauses.options.oldAggregateDefinition() : clauses.options.definition();
    return define(start, ObjectType.AGGREGATE, name, replace, false, arguments, options);
  }

  /** From behind OPERATOR. */
  Statement operator(int start) {
    if (cursor.accept(Keyword.CLASS)) {
      return operatorClass(start);
    }
    if (cursor.accept(Keyword.FAMILY)) {
      return other(start, "CreateOpFamilyStmt", objects.object(ObjectType.OPERATOR_FAMILY), true);
    }
    QualifiedName name = new QualifiedName(clauses.operator());
    List<Option> options = clauses.options.definition();
    return define(start, ObjectType.OPERATOR, name, false, false, Optional.empty(), options);
  }

  /** From behind TEXT SEARCH. */
  Statement textSearch(int start) {
    ObjectType type = objects.textSearch();
    QualifiedName name = clauses.names().anyName();
    List<Option> options = clauses.options.definition();
    return define(start, type, name, false, false, Optional.empty(), options);
  }

  /** From behind COLLATION. */
  Statement collation(int start) {
    boolean ifNotExists = clauses.ifNotExists();
    QualifiedName name = clauses.names().anyName();
    List<Option> options;
    int from = cursor.position();
    if (cursor.accept(Keyword.FROM)) {
      clauses.names().anyName();
      options = List.of(clauses.optionFrom(from, "FROM", from + 1));
    } else {
      options = clauses.options.definition();
    }
    return define(start, ObjectType.COLLATION, name, false, ifNotExists, Optional.empty(), options);
  }

  private Statement operatorClass(int start) {
    int token = cursor.position();
    QualifiedName name = clauses.names().anyName();
    ObjectReference reference = objects.reference(token, ObjectType.OPERATOR_CLASS, name);
    cursor.accept(Keyword.DEFAULT);
    cursor.expect(Keyword.FOR);
    cursor.expect(Keyword.TYPE);
    clauses.type();
    cursor.expect(Keyword.USING);
    cursor.columnId();
    if (cursor.accept(Keyword.FAMILY)) {
      clauses.names().anyName();
    }
    cursor.expect(Keyword.AS);
    operatorClassItems();
    return other(start, "CreateOpClassStmt", reference, true);
  }

  /** opclass_item_list. */
  private void operatorClassItems() {
    do {
      if (cursor.accept(Keyword.STORAGE)) {
        clauses.type();
      } else if (cursor.accept(Keyword.FUNCTION)) {
        clauses.integer();
        if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
          types();
        }
        objects.function(ObjectType.FUNCTION);
      } else {
        cursor.expect(Keyword.OPERATOR);
        clauses.integer();
        operatorItem();
      }
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void operatorItem() {
    int operator = cursor.position();
    clauses.operator();
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      cursor.rewind(operator);
      objects.operator();
    }
    if (cursor.accept(Keyword.FOR)) {
      if (cursor.accept(Keyword.ORDER)) {
        cursor.expect(Keyword.BY);
        clauses.names().anyName();
      } else {
        cursor.expect(Keyword.SEARCH);
      }
    }
  }

  /** type_list in parentheses. */
  private void types() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    do {
      clauses.type();
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }

  /** ADD or DROP of ALTER OPERATOR FAMILY. */
  Statement alterFamily(int start, ObjectReference family) {
    if (cursor.accept(Keyword.ADD)) {
      operatorClassItems();
    } else {
      cursor.expect(Keyword.DROP);
      do {
        if (!cursor.accept(Keyword.FUNCTION)) {
          cursor.expect(Keyword.OPERATOR);
        }
        clauses.integer();
        types();
      } while (cursor.accept(TokenKind.COMMA));
    }
    return other(start, "AlterOpFamilyStmt", family, false);
  }

  /** SET (...) of ALTER OPERATOR. */
  Statement alterOperator(int start, ObjectReference operator) {
    cursor.expect(Keyword.SET);
    for (Option option : clauses.options.definition()) {
      if (option.value().isEmpty()) {
        cursor.requireVersion(17, cursor.position() - 1, "An option without a value");
      }
    }
    return other(start, "AlterOperatorStmt", operator, false);
  }

  /** From behind CAST. */
  Statement cast(int start) {
    ObjectReference cast = objects.cast();
    if (cursor.accept(Keyword.WITHOUT)) {
      cursor.expect(Keyword.FUNCTION);
    } else {
      cursor.expect(Keyword.WITH);
      if (!cursor.accept(Keyword.INOUT)) {
        cursor.expect(Keyword.FUNCTION);
        objects.function(ObjectType.FUNCTION);
      }
    }
    if (cursor.accept(Keyword.AS) && !cursor.accept(Keyword.IMPLICIT)) {
      cursor.expect(Keyword.ASSIGNMENT);
    }
    return other(start, "CreateCastStmt", cast, true);
  }

  /** From behind CONVERSION. */
  Statement conversion(int start) {
    ObjectReference conversion = objects.object(ObjectType.CONVERSION);
    cursor.expect(Keyword.FOR);
    cursor.string();
    cursor.expect(Keyword.TO);
    cursor.string();
    cursor.expect(Keyword.FROM);
    clauses.names().anyName();
    return other(start, "CreateConversionStmt", conversion, true);
  }

  /** From behind TRANSFORM. */
  Statement transform(int start) {
    ObjectReference transform = objects.transform();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    boolean from = cursor.at(Keyword.FROM);
    transformElement(from);
    if (cursor.accept(TokenKind.COMMA)) {
      transformElement(!from);
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return other(start, "CreateTransformStmt", transform, true);
  }

  private void transformElement(boolean from) {
    cursor.expect(from ? Keyword.FROM : Keyword.TO);
    cursor.expect(Keyword.SQL);
    cursor.expect(Keyword.WITH);
    cursor.expect(Keyword.FUNCTION);
    objects.function(ObjectType.FUNCTION);
  }

  /** From behind LANGUAGE; without a handler it is an extension that is created. */
  Statement language(int start, boolean replace) {
    ObjectReference language = objects.object(ObjectType.LANGUAGE);
    if (!cursor.accept(Keyword.HANDLER)) {
      return new CreateExtension(
          cursor.spanFrom(start), language.name().name(), replace, new ArrayList<>());
    }
    handlerName();
    if (cursor.accept(Keyword.INLINE)) {
      handlerName();
    }
    validator();
    return other(start, "CreatePLangStmt", language, true);
  }

  private void validator() {
    if (cursor.accept(Keyword.NO)) {
      cursor.expect(Keyword.VALIDATOR);
    } else if (cursor.accept(Keyword.VALIDATOR)) {
      handlerName();
    }
  }

  private void handlerName() {
    clauses.names().anyName();
  }

  /** From behind ACCESS METHOD. */
  Statement accessMethod(int start) {
    ObjectReference method = objects.object(ObjectType.ACCESS_METHOD);
    cursor.expect(Keyword.TYPE);
    if (!cursor.accept(Keyword.INDEX)) {
      cursor.expect(Keyword.TABLE);
    }
    cursor.expect(Keyword.HANDLER);
    handlerName();
    return other(start, "CreateAmStmt", method, true);
  }

  /** REFRESH VERSION of ALTER COLLATION. */
  Statement refreshCollation(int start, ObjectReference collation) {
    cursor.expect(Keyword.REFRESH);
    cursor.expect(Keyword.VERSION);
    return other(start, "AlterCollationStmt", collation, false);
  }

  /** The options of ALTER TEXT SEARCH DICTIONARY. */
  Statement alterDictionary(int start, ObjectReference dictionary) {
    clauses.options.definition();
    return other(start, "AlterTSDictionaryStmt", dictionary, false);
  }

  /** ADD, ALTER and DROP MAPPING of ALTER TEXT SEARCH CONFIGURATION. */
  Statement alterConfiguration(int start, ObjectReference configuration) {
    if (cursor.accept(Keyword.DROP)) {
      cursor.expect(Keyword.MAPPING);
      if (cursor.accept(Keyword.IF)) {
        cursor.expect(Keyword.EXISTS);
      }
      cursor.expect(Keyword.FOR);
      clauses.nameList();
    } else {
      boolean add = cursor.accept(Keyword.ADD);
      if (!add) {
        cursor.expect(Keyword.ALTER);
      }
      cursor.expect(Keyword.MAPPING);
      mapping(add);
    }
    return other(start, "AlterTSConfigurationStmt", configuration, false);
  }

  private void mapping(boolean add) {
    if (!add && cursor.accept(Keyword.REPLACE)) {
      replaceWith();
      return;
    }
    cursor.expect(Keyword.FOR);
    clauses.nameList();
    if (!add && cursor.accept(Keyword.REPLACE)) {
      replaceWith();
      return;
    }
    cursor.expect(Keyword.WITH);
    clauses.names().anyNames();
  }

  private void replaceWith() {
    clauses.names().anyName();
    cursor.expect(Keyword.WITH);
    clauses.names().anyName();
  }
}
