package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterDefaultPrivileges;
import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.GrantRole;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.Privilege;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** GRANT and REVOKE of privileges and roles, and default privileges. */
final class GrantParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;

  GrantParser(Clauses clauses, ObjectNames objects) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
  }

  /** From behind GRANT. */
  Statement grant(int start) {
    List<Privilege> privileges = privileges();
    if (isRoles(privileges) && cursor.accept(Keyword.TO)) {
      List<String> grantees = clauses.roles();
      List<Option> options = cursor.accept(Keyword.WITH) ? roleOptions() : List.of();
      grantedBy();
      return new GrantRole(
          cursor.spanFrom(start), false, roleNames(privileges), grantees, options, false);
    }
    cursor.expect(Keyword.ON);
    Target target = target();
    cursor.expect(Keyword.TO);
    List<String> grantees = grantees();
    boolean grantOption = withGrantOption();
    grantedBy();
    return grant(start, false, privileges, target, grantees, grantOption, false);
  }

  /** From behind REVOKE. */
  Statement revoke(int start) {
    boolean grantOption = cursor.at(Keyword.GRANT);
    Optional<Option> roleOption = Optional.empty();
    if (grantOption) {
      cursor.advance();
      cursor.expect(Keyword.OPTION);
      cursor.expect(Keyword.FOR);
    } else if (cursor.atColumnId() && cursor.keyword(1) == Keyword.OPTION) {
      int option = cursor.position();
      roleOption = Optional.of(clauses.bare(option, cursor.columnId()));
      cursor.advance();
      cursor.expect(Keyword.FOR);
    }
    List<Privilege> privileges = privileges();
    boolean roles = !grantOption && isRoles(privileges);
    if (roles && cursor.accept(Keyword.FROM)) {
      List<String> grantees = clauses.roles();
      grantedBy();
      boolean cascade = clauses.cascade();
      return new GrantRole(
          cursor.spanFrom(start),
          true,
          roleNames(privileges),
          grantees,
          roleOption.map(List::of).orElse(List.of()),
          cascade);
    }
    if (roleOption.isPresent()) {
      throw cursor.fail();
    }
    cursor.expect(Keyword.ON);
    Target target = target();
    cursor.expect(Keyword.FROM);
    List<String> grantees = grantees();
    grantedBy();
    boolean cascade = clauses.cascade();
    return grant(start, true, privileges, target, grantees, grantOption, cascade);
  }

  private Statement grant(
      int start,
      boolean revoke,
      List<Privilege> privileges,
      Target target,
      List<String> grantees,
      boolean grantOption,
      boolean cascade) {
    return new Grant(
        cursor.spanFrom(start),
        revoke,
        upperCase(privileges),
        target.type,
        target.allInSchema,
        target.objects,
        grantees,
        grantOption,
        cascade);
  }

  // ---- privileges; what is granted may turn out to be roles, so names are kept as they are

  private List<Privilege> privileges() {
    if (cursor.accept(Keyword.ALL)) {
      cursor.accept(Keyword.PRIVILEGES);
      return List.of(new Privilege("ALL", clauses.names().optionalColumnList()));
    }
    List<Privilege> list = new ArrayList<>();
    do {
      list.add(privilege());
    } while (cursor.accept(TokenKind.COMMA));
    return list;
  }

  private Privilege privilege() {
    if (cursor.accept(Keyword.ALTER, Keyword.SYSTEM)) {
      return new Privilege("ALTER SYSTEM", List.of());
    }
    for (Keyword word : List.of(Keyword.SELECT, Keyword.REFERENCES, Keyword.CREATE)) {
      if (cursor.accept(word)) {
        return new Privilege(word.name(), clauses.names().optionalColumnList());
      }
    }
    String name = cursor.columnId();
    return new Privilege(name, clauses.names().optionalColumnList());
  }

  private static boolean isRoles(List<Privilege> privileges) {
    return !privileges.get(0).name().equals("ALL");
  }

  private static List<String> roleNames(List<Privilege> privileges) {
    return privileges.stream().map(Privilege::name).toList();
  }

  private static List<Privilege> upperCase(List<Privilege> privileges) {
    return privileges.stream()
        .map(each -> new Privilege(each.name().toUpperCase(Locale.ROOT), each.columns()))
        .toList();
  }

  private List<Option> roleOptions() {
    List<Option> options = new ArrayList<>();
    do {
      int start = cursor.position();
      String name = cursor.label();
      String value = "OPTION";
      if (cursor.accept(Keyword.TRUE)) {
        value = "TRUE";
      } else if (cursor.accept(Keyword.FALSE)) {
        value = "FALSE";
      } else {
        cursor.expect(Keyword.OPTION);
      }
      options.add(clauses.option(start, name, value));
    } while (cursor.accept(TokenKind.COMMA));
    return options;
  }

  private boolean withGrantOption() {
    if (!cursor.accept(Keyword.WITH)) {
      return false;
    }
    cursor.expect(Keyword.GRANT);
    cursor.expect(Keyword.OPTION);
    return true;
  }

  private void grantedBy() {
    if (cursor.accept(Keyword.GRANTED)) {
      cursor.expect(Keyword.BY);
      clauses.role();
    }
  }

  /** grantee_list. */
  private List<String> grantees() {
    List<String> list = new ArrayList<>();
    do {
      cursor.accept(Keyword.GROUP);
      list.add(clauses.role());
    } while (cursor.accept(TokenKind.COMMA));
    return list;
  }

  // ---- targets

  private record Target(ObjectType type, boolean allInSchema, List<ObjectReference> objects) {}

  private Target target() {
    if (cursor.accept(Keyword.ALL)) {
      return allInSchema();
    }
    switch (cursor.keyword()) {
      case TABLE -> {
        cursor.advance();
        return relations(ObjectType.TABLE);
      }
      case SEQUENCE -> {
        return startsName() ? relations(ObjectType.TABLE) : relationsBehind(ObjectType.SEQUENCE);
      }
      case FOREIGN -> {
        cursor.advance();
        if (cursor.accept(Keyword.SERVER)) {
          return named(ObjectType.SERVER);
        }
        cursor.expect(Keyword.DATA);
        cursor.expect(Keyword.WRAPPER);
        return named(ObjectType.FOREIGN_DATA_WRAPPER);
      }
      case FUNCTION, PROCEDURE, ROUTINE, DATABASE, LANGUAGE, SCHEMA, TABLESPACE, TYPE, DOMAIN -> {
        return startsName() ? relations(ObjectType.TABLE) : typed();
      }
      case LARGE -> {
        if (cursor.keyword(1) == Keyword.OBJECT) {
          cursor.advance();
          cursor.advance();
          return named(ObjectType.LARGE_OBJECT);
        }
        return relations(ObjectType.TABLE);
      }
      case PARAMETER -> {
        return startsName() ? relations(ObjectType.TABLE) : relationsBehind(ObjectType.PARAMETER);
      }
      default -> {
        return relations(ObjectType.TABLE);
      }
    }
  }

  /** True if the word here is itself the name of a table. */
  private boolean startsName() {
    TokenKind next = cursor.kind(1);
    Keyword word = cursor.keyword(1);
    return next == TokenKind.COMMA
        || next == TokenKind.DOT
        || word == Keyword.TO
        || word == Keyword.FROM;
  }

  private Target relationsBehind(ObjectType type) {
    cursor.advance();
    return relations(type);
  }

  private Target relations(ObjectType type) {
    List<ObjectReference> list = new ArrayList<>();
    do {
      int start = cursor.position();
      list.add(objects.reference(start, type, clauses.names().anyName()));
    } while (cursor.accept(TokenKind.COMMA));
    return new Target(type, false, list);
  }

  private Target typed() {
    ObjectType type = objects.type();
    return type == ObjectType.TYPE || type == ObjectType.DOMAIN ? relations(type) : named(type);
  }

  private Target named(ObjectType type) {
    return new Target(type, false, objects.objects(type));
  }

  private Target allInSchema() {
    ObjectType type = objectsInSchema();
    cursor.expect(Keyword.IN);
    cursor.expect(Keyword.SCHEMA);
    return new Target(type, true, objects.objects(ObjectType.SCHEMA));
  }

  private ObjectType objectsInSchema() {
    if (cursor.accept(Keyword.TABLES)) {
      return ObjectType.TABLE;
    }
    if (cursor.accept(Keyword.SEQUENCES)) {
      return ObjectType.SEQUENCE;
    }
    if (cursor.accept(Keyword.FUNCTIONS)) {
      return ObjectType.FUNCTION;
    }
    if (cursor.accept(Keyword.PROCEDURES)) {
      return ObjectType.PROCEDURE;
    }
    cursor.expect(Keyword.ROUTINES);
    return ObjectType.ROUTINE;
  }

  /** From behind ALTER DEFAULT PRIVILEGES. */
  Statement defaultPrivileges(int start) {
    List<String> roles = new ArrayList<>();
    List<String> schemas = new ArrayList<>();
    while (true) {
      if (cursor.accept(Keyword.IN)) {
        cursor.expect(Keyword.SCHEMA);
        schemas.addAll(clauses.nameList());
      } else if (cursor.accept(Keyword.FOR)) {
        if (!cursor.accept(Keyword.ROLE)) {
          cursor.expect(Keyword.USER);
        }
        roles.addAll(clauses.roles());
      } else {
        break;
      }
    }
    boolean revoke = cursor.accept(Keyword.REVOKE);
    boolean grantOption = false;
    if (!revoke) {
      cursor.expect(Keyword.GRANT);
    } else if (cursor.accept(Keyword.GRANT)) {
      cursor.expect(Keyword.OPTION);
      cursor.expect(Keyword.FOR);
      grantOption = true;
    }
    List<Privilege> privileges = upperCase(privileges());
    cursor.expect(Keyword.ON);
    ObjectType type = defaultTarget();
    cursor.expect(revoke ? Keyword.FROM : Keyword.TO);
    List<String> grantees = grantees();
    grantOption |= !revoke && withGrantOption();
    boolean cascade = revoke && clauses.cascade();
    return new AlterDefaultPrivileges(
        cursor.spanFrom(start),
        roles,
        schemas,
        revoke,
        privileges,
        type,
        grantees,
        grantOption,
        cascade);
  }

  private ObjectType defaultTarget() {
    if (cursor.accept(Keyword.TYPES)) {
      return ObjectType.TYPE;
    }
    if (cursor.accept(Keyword.SCHEMAS)) {
      return ObjectType.SCHEMA;
    }
    if (cursor.accept(Keyword.LARGE)) {
      cursor.expect(Keyword.OBJECTS);
      return ObjectType.LARGE_OBJECT;
    }
    if (cursor.at(Keyword.PROCEDURES)) {
      throw cursor.fail();
    }
    return objectsInSchema();
  }
}
