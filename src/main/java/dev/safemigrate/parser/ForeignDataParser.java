package dev.safemigrate.parser;

import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.List;

/** Foreign data wrappers, servers, user mappings and IMPORT FOREIGN SCHEMA. */
final class ForeignDataParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;
  private final DropParser drops;

  ForeignDataParser(Clauses clauses, ObjectNames objects, DropParser drops) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
    this.drops = drops;
  }

  private Statement other(int start, String node, String verb, ObjectReference object) {
    return new Other(
        cursor.spanFrom(start), node, verb + " " + object.type().sqlName(), List.of(object));
  }

  /** From behind CREATE FOREIGN DATA WRAPPER. */
  Statement createWrapper(int start) {
    ObjectReference wrapper = objects.object(ObjectType.FOREIGN_DATA_WRAPPER);
    wrapperOptions();
    clauses.options.foreignOptions();
    return other(start, "CreateFdwStmt", "CREATE", wrapper);
  }

  /** opt_fdw_options; true if there is one. */
  private boolean wrapperOptions() {
    boolean any = false;
    while (true) {
      if (cursor.accept(Keyword.NO)) {
        if (!cursor.accept(Keyword.HANDLER)) {
          cursor.expect(Keyword.VALIDATOR);
        }
      } else if (cursor.accept(Keyword.HANDLER) || cursor.accept(Keyword.VALIDATOR)) {
        clauses.names().anyName();
      } else {
        return any;
      }
      any = true;
    }
  }

  /** What ALTER FOREIGN DATA WRAPPER can do but for RENAME and OWNER. */
  Statement alterWrapper(int start, ObjectReference wrapper) {
    boolean changed = wrapperOptions();
    if (!changed || cursor.at(Keyword.OPTIONS)) {
      clauses.options.changedForeignOptions();
    }
    return other(start, "AlterFdwStmt", "ALTER", wrapper);
  }

  /** From behind CREATE SERVER. */
  Statement createServer(int start) {
    clauses.ifNotExists();
    ObjectReference server = objects.object(ObjectType.SERVER);
    if (cursor.accept(Keyword.TYPE)) {
      cursor.string();
    }
    version();
    cursor.expect(Keyword.FOREIGN);
    cursor.expect(Keyword.DATA);
    cursor.expect(Keyword.WRAPPER);
    cursor.columnId();
    clauses.options.foreignOptions();
    return other(start, "CreateForeignServerStmt", "CREATE", server);
  }

  private boolean version() {
    if (!cursor.accept(Keyword.VERSION)) {
      return false;
    }
    if (!cursor.accept(Keyword.NULL)) {
      cursor.string();
    }
    return true;
  }

  /** What ALTER SERVER can do but for RENAME and OWNER. */
  Statement alterServer(int start, ObjectReference server) {
    boolean changed = version();
    if (!changed || cursor.at(Keyword.OPTIONS)) {
      clauses.options.changedForeignOptions();
    }
    return other(start, "AlterForeignServerStmt", "ALTER", server);
  }

  /** From behind CREATE USER MAPPING. */
  Statement createUserMapping(int start) {
    clauses.ifNotExists();
    ObjectReference mapping = drops.userMappingName();
    clauses.options.foreignOptions();
    return other(start, "CreateUserMappingStmt", "CREATE", mapping);
  }

  /** From behind ALTER USER MAPPING. */
  Statement alterUserMapping(int start) {
    ObjectReference mapping = drops.userMappingName();
    clauses.options.changedForeignOptions();
    return other(start, "AlterUserMappingStmt", "ALTER", mapping);
  }

  /** From behind IMPORT. */
  Statement importSchema(int start) {
    cursor.expect(Keyword.FOREIGN);
    cursor.expect(Keyword.SCHEMA);
    cursor.columnId();
    boolean limit = cursor.accept(Keyword.LIMIT);
    if (limit) {
      cursor.expect(Keyword.TO);
    }
    if (limit || cursor.accept(Keyword.EXCEPT)) {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      do {
        clauses.names().relation();
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    cursor.expect(Keyword.FROM);
    cursor.expect(Keyword.SERVER);
    cursor.columnId();
    cursor.expect(Keyword.INTO);
    int schema = cursor.position();
    QualifiedName name = QualifiedName.of(cursor.columnId());
    ObjectReference target = objects.reference(schema, ObjectType.SCHEMA, name);
    clauses.options.foreignOptions();
    return new Other(
        cursor.spanFrom(start),
        "ImportForeignSchemaStmt",
        "IMPORT FOREIGN SCHEMA",
        List.of(target));
  }
}
