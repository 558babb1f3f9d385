package dev.safemigrate.parser;

import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DROP of everything. */
final class DropParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;

  DropParser(Clauses clauses, ObjectNames objects) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
  }

  /** From behind DROP. */
  Statement statement(int start) {
    if (cursor.accept(Keyword.OWNED)) {
      cursor.expect(Keyword.BY);
      clauses.roles();
      clauses.cascade();
      return new Other(cursor.spanFrom(start), "DropOwnedStmt", "DROP OWNED", List.of());
    }
    if (cursor.keyword() == Keyword.USER
        && cursor.keyword(1) == Keyword.MAPPING
        && (cursor.keyword(2) == Keyword.FOR || cursor.keyword(2) == Keyword.IF)) {
      return userMapping(start);
    }
    int typeToken = cursor.position();
    ObjectType type = objects.type();
    switch (type) {
      case ROLE -> {
        return roles(start);
      }
      case DATABASE -> {
        return database(start);
      }
      case TABLESPACE -> {
        boolean ifExists = clauses.ifExists();
        return named(start, "DropTableSpaceStmt", type, false, ifExists);
      }
      case SUBSCRIPTION -> {
        boolean ifExists = clauses.ifExists();
        return named(start, "DropSubscriptionStmt", type, true, ifExists);
      }
      case COLUMN, TABLE_CONSTRAINT, LARGE_OBJECT -> {
        cursor.rewind(typeToken);
        throw cursor.failExpecting("the type of an object: TABLE, INDEX, VIEW, FUNCTION, ...");
      }
      default -> {
        return drop(start, type);
      }
    }
  }

  private Statement drop(int start, ObjectType type) {
    boolean concurrently = type == ObjectType.INDEX && cursor.accept(Keyword.CONCURRENTLY);
    boolean ifExists = clauses.ifExists();
    List<ObjectReference> list =
        switch (type) {
          case CAST, TRANSFORM, OPERATOR_CLASS, OPERATOR_FAMILY, POLICY, RULE, TRIGGER ->
              List.of(objects.object(type));
          default -> objects.objects(type);
        };
    boolean cascade = clauses.cascade();
    return new Drop(cursor.spanFrom(start), type, list, ifExists, cascade, concurrently);
  }

  private Statement named(
      int start, String node, ObjectType type, boolean behaviour, boolean ifExists) {
    ObjectReference object = objects.object(type);
    if (behaviour) {
      clauses.cascade();
    }
    return new Other(cursor.spanFrom(start), node, "DROP " + type.sqlName(), List.of(object));
  }

  private Statement roles(int start) {
    clauses.ifExists();
    List<ObjectReference> list = new ArrayList<>();
    do {
      int role = cursor.position();
      String name = clauses.role();
      list.add(objects.reference(role, ObjectType.ROLE, QualifiedName.of(name)));
    } while (cursor.accept(TokenKind.COMMA));
    return new Other(cursor.spanFrom(start), "DropRoleStmt", "DROP ROLE", list);
  }

  private Statement database(int start) {
    clauses.ifExists();
    ObjectReference database = objects.object(ObjectType.DATABASE);
    boolean with = cursor.accept(Keyword.WITH);
    if (with || cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      do {
        cursor.expect(Keyword.FORCE);
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    return new Other(cursor.spanFrom(start), "DropdbStmt", "DROP DATABASE", List.of(database));
  }

  private Statement userMapping(int start) {
    cursor.expect(Keyword.USER);
    cursor.expect(Keyword.MAPPING);
    clauses.ifExists();
    ObjectReference mapping = userMappingName();
    return new Other(
        cursor.spanFrom(start), "DropUserMappingStmt", "DROP USER MAPPING", List.of(mapping));
  }

  /** FOR role SERVER name; the server stands where relations do. */
  ObjectReference userMappingName() {
    int start = cursor.position();
    cursor.expect(Keyword.FOR);
    String role = cursor.accept(Keyword.USER) ? "CURRENT_USER" : clauses.role();
    cursor.expect(Keyword.SERVER);
    String server = cursor.columnId();
    return objects.reference(
        start,
        ObjectType.USER_MAPPING,
        QualifiedName.of(role),
        Optional.of(QualifiedName.of(server)));
  }
}
