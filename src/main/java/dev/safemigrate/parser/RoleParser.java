package dev.safemigrate.parser;

import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.List;
import java.util.Set;

/** Roles, databases and tablespaces: what all databases of a server share. */
final class RoleParser {

  /** The options of a role that are no key words. */
  private static final Set<String> ROLE_OPTIONS =
      Set.of(
          "superuser",
          "nosuperuser",
          "createrole",
          "nocreaterole",
          "replication",
          "noreplication",
          "createdb",
          "nocreatedb",
          "login",
          "nologin",
          "bypassrls",
          "nobypassrls",
          "noinherit");

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;
  private final SettingParser settings;
  private final AlterObjectParser alterations;

  RoleParser(
      Clauses clauses, ObjectNames objects, SettingParser settings, AlterObjectParser alterations) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
    this.settings = settings;
    this.alterations = alterations;
  }

  private Statement other(int start, String node, String verb, ObjectReference object) {
    return new Other(
        cursor.spanFrom(start), node, verb + " " + object.type().sqlName(), List.of(object));
  }

  /** From behind CREATE ROLE, USER or GROUP. */
  Statement createRole(int start) {
    int token = cursor.position();
    String name = clauses.newRole();
    ObjectReference role = objects.reference(token, ObjectType.ROLE, QualifiedName.of(name));
    cursor.accept(Keyword.WITH);
    while (roleOption(true)) {
      // Each reads one option.
    }
    return other(start, "CreateRoleStmt", "CREATE", role);
  }

  /** AlterOptRoleElem and CreateOptRoleElem, if one stands here. */
  private boolean roleOption(boolean create) {
    switch (cursor.keyword()) {
      case PASSWORD, ENCRYPTED, UNENCRYPTED -> {
        password();
        return true;
      }
      case INHERIT -> {
        cursor.advance();
        return true;
      }
      case CONNECTION -> {
        cursor.advance();
        cursor.expect(Keyword.LIMIT);
        clauses.signedInteger();
        return true;
      }
      case VALID -> {
        cursor.advance();
        cursor.expect(Keyword.UNTIL);
        cursor.string();
        return true;
      }
      case USER -> {
        cursor.advance();
        clauses.roles();
        return true;
      }
      case SYSID, ADMIN, ROLE, IN -> {
        return create && membership();
      }
      default -> {
        return namedOption();
      }
    }
  }

  private void password() {
    int start = cursor.position();
    if (cursor.accept(Keyword.UNENCRYPTED)) {
      cursor.expect(Keyword.PASSWORD);
      cursor.string();
      throw cursor.fail(start, "UNENCRYPTED PASSWORD is no longer supported");
    }
    boolean encrypted = cursor.accept(Keyword.ENCRYPTED);
    cursor.expect(Keyword.PASSWORD);
    if (encrypted || !cursor.accept(Keyword.NULL)) {
      cursor.string();
    }
  }

  private boolean membership() {
    if (cursor.accept(Keyword.SYSID)) {
      clauses.integer();
      return true;
    }
    if (cursor.accept(Keyword.IN) && !cursor.accept(Keyword.GROUP)) {
      cursor.expect(Keyword.ROLE);
    } else if (!cursor.accept(Keyword.ADMIN)) {
      cursor.accept(Keyword.ROLE);
    }
    clauses.roles();
    return true;
  }

  private boolean namedOption() {
    cursor.expecting("an option of the role");
    boolean name =
        cursor.kind() == TokenKind.WORD && cursor.keyword() == Keyword.NOT_A_KEYWORD
            || cursor.kind() == TokenKind.QUOTED_NAME;
    if (!name) {
      return false;
    }
    int token = cursor.position();
    String option = cursor.columnId();
    if (!ROLE_OPTIONS.contains(option)) {
      throw cursor.fail(token, "unrecognized role option \"%s\"".formatted(option));
    }
    return true;
  }

  /** From behind ALTER ROLE, USER or GROUP. */
  Statement alterRole(int start, boolean group) {
    int token = cursor.position();
    boolean all = !group && cursor.accept(Keyword.ALL);
    String name = all ? "ALL" : clauses.role();
    ObjectReference role = objects.reference(token, ObjectType.ROLE, QualifiedName.of(name));
    if (!all && cursor.at(Keyword.RENAME)) {
      return alterations.change(start, role, false);
    }
    if (group) {
      if (!cursor.accept(Keyword.ADD)) {
        cursor.expect(Keyword.DROP);
      }
      cursor.expect(Keyword.USER);
      clauses.roles();
      return other(start, "AlterRoleStmt", "ALTER", role);
    }
    boolean inDatabase = cursor.accept(Keyword.IN);
    if (inDatabase) {
      cursor.expect(Keyword.DATABASE);
      cursor.columnId();
    }
    if (all || inDatabase || cursor.at(Keyword.SET) || cursor.at(Keyword.RESET)) {
      settings.setOrReset();
      return other(start, "AlterRoleSetStmt", "ALTER", role);
    }
    cursor.accept(Keyword.WITH);
    while (roleOption(false)) {
      // Each reads one option.
    }
    return other(start, "AlterRoleStmt", "ALTER", role);
  }

  /** From behind CREATE DATABASE. */
  Statement createDatabase(int start) {
    ObjectReference database = objects.object(ObjectType.DATABASE);
    cursor.accept(Keyword.WITH);
    databaseOptions();
    return other(start, "CreatedbStmt", "CREATE", database);
  }

  /** createdb_opt_items. */
  private void databaseOptions() {
    while (databaseOptionName()) {
      cursor.accept(TokenKind.EQUALS);
      if (cursor.accept(Keyword.DEFAULT)) {
        continue;
      }
      if (clauses.atNumber()) {
        clauses.number();
      } else if (!cursor.accept(TokenKind.STRING)) {
        clauses.booleanOrWord();
      }
    }
  }

  private boolean databaseOptionName() {
    if (cursor.accept(Keyword.CONNECTION)) {
      cursor.expect(Keyword.LIMIT);
      return true;
    }
    boolean name =
        cursor.kind() == TokenKind.QUOTED_NAME
            || cursor.kind() == TokenKind.WORD && cursor.keyword() == Keyword.NOT_A_KEYWORD;
    if (name) {
      cursor.advance();
      return true;
    }
    cursor.expecting("an option of the database");
    return cursor.accept(Keyword.ENCODING)
        || cursor.accept(Keyword.LOCATION)
        || cursor.accept(Keyword.OWNER)
        || cursor.accept(Keyword.TABLESPACE)
        || cursor.accept(Keyword.TEMPLATE);
  }

  /** From behind ALTER DATABASE. */
  Statement alterDatabase(int start) {
    ObjectReference database = objects.object(ObjectType.DATABASE);
    boolean ownerTo = cursor.at(Keyword.OWNER) && cursor.keyword(1) == Keyword.TO;
    if (cursor.at(Keyword.RENAME) || ownerTo) {
      return alterations.change(start, database, false);
    }
    if (cursor.accept(Keyword.REFRESH)) {
      cursor.requireVersion(15, cursor.position() - 1, "ALTER DATABASE ... REFRESH");
      cursor.expect(Keyword.COLLATION);
      cursor.expect(Keyword.VERSION);
      return other(start, "AlterDatabaseRefreshCollStmt", "ALTER", database);
    }
    if (cursor.at(Keyword.SET) && cursor.keyword(1) == Keyword.TABLESPACE) {
      cursor.advance();
      cursor.advance();
      cursor.columnId();
      return other(start, "AlterDatabaseStmt", "ALTER", database);
    }
    if (cursor.at(Keyword.SET) || cursor.at(Keyword.RESET)) {
      settings.setOrReset();
      return other(start, "AlterDatabaseSetStmt", "ALTER", database);
    }
    cursor.accept(Keyword.WITH);
    databaseOptions();
    return other(start, "AlterDatabaseStmt", "ALTER", database);
  }

  /** From behind CREATE TABLESPACE. */
  Statement createTablespace(int start) {
    ObjectReference tablespace = objects.object(ObjectType.TABLESPACE);
    if (cursor.accept(Keyword.OWNER)) {
      clauses.role();
    }
    cursor.expect(Keyword.LOCATION);
    cursor.string();
    clauses.options.withOptions();
    return other(start, "CreateTableSpaceStmt", "CREATE", tablespace);
  }

  /** From behind ALTER TABLESPACE. */
  Statement alterTablespace(int start) {
    ObjectReference tablespace = objects.object(ObjectType.TABLESPACE);
    if (cursor.accept(Keyword.SET) || cursor.accept(Keyword.RESET)) {
      clauses.options.relationOptions();
      return other(start, "AlterTableSpaceOptionsStmt", "ALTER", tablespace);
    }
    return alterations.change(start, tablespace, false);
  }
}
