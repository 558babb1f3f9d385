package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterStatistics;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.Optional;

/** ALTER: chooses what is altered. */
final class AlterParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final Families families;

  AlterParser(Clauses clauses, Families families) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.families = families;
  }

  /** From behind ALTER. */
  Statement statement(int start) {
    if (cursor.accept(Keyword.SYSTEM)) {
      return families.settings.alterSystem(start);
    }
    if (cursor.accept(Keyword.DEFAULT)) {
      cursor.expect(Keyword.PRIVILEGES);
      return families.grants.defaultPrivileges(start);
    }
    if (cursor.at(Keyword.USER)
        && cursor.keyword(1) == Keyword.MAPPING
        && cursor.keyword(2) == Keyword.FOR) {
      cursor.advance();
      cursor.advance();
      return families.foreignData.alterUserMapping(start);
    }
    int typeToken = cursor.position();
    boolean group = cursor.at(Keyword.GROUP);
    ObjectType type = families.objects.type();
    switch (type) {
      case TABLE, INDEX, VIEW, MATERIALIZED_VIEW, SEQUENCE, FOREIGN_TABLE -> {
        return families.relations.statement(start, type);
      }
      case TYPE -> {
        return families.types.alterType(start);
      }
      case DOMAIN -> {
        return families.types.alterDomain(start);
      }
      case ROLE -> {
        return families.roles.alterRole(start, group);
      }
      case DATABASE -> {
        return families.roles.alterDatabase(start);
      }
      case TABLESPACE -> {
        return families.roles.alterTablespace(start);
      }
      case STATISTICS -> {
        return statistics(start);
      }
      case POLICY -> {
        return policy(start);
      }
      case ACCESS_METHOD, CAST, COLUMN, TABLE_CONSTRAINT, TRANSFORM -> {
        cursor.rewind(typeToken);
        throw cursor.failExpecting("TABLE, INDEX, VIEW, TYPE, FUNCTION, SEQUENCE, ...");
      }
      default -> {
        return object(start, families.alterations.object(type));
      }
    }
  }

  private Statement object(int start, ObjectReference object) {
    String name = object.name().name();
    switch (object.type()) {
      case FUNCTION, PROCEDURE, ROUTINE -> {
        return families.alterations.isSetSchema() || isObjectChange()
            ? families.alterations.change(start, object, false)
            : families.functions.alter(start, object);
      }
      case EVENT_TRIGGER -> {
        if (families.triggers.isEnableOrDisable()) {
          return families.triggers.alterEventTrigger(start, name);
        }
      }
      case EXTENSION -> {
        if (!cursor.at(Keyword.SET)) {
          return families.schemas.alterExtension(start, name);
        }
      }
      case PUBLICATION -> {
        if (!isObjectChange()) {
          return families.publications.alterPublication(start, name);
        }
      }
      case SUBSCRIPTION -> {
        if (!isObjectChange()) {
          return families.publications.alterSubscription(start, object);
        }
      }
      case SERVER -> {
        if (!isObjectChange()) {
          return families.foreignData.alterServer(start, object);
        }
      }
      case FOREIGN_DATA_WRAPPER -> {
        if (!isObjectChange()) {
          return families.foreignData.alterWrapper(start, object);
        }
      }
      default -> {
        return definition(start, object);
      }
    }
    return families.alterations.change(start, object, false);
  }

  private Statement definition(int start, ObjectReference object) {
    switch (object.type()) {
      case COLLATION -> {
        if (cursor.at(Keyword.REFRESH)) {
          return families.definitions.refreshCollation(start, object);
        }
      }
      case OPERATOR -> {
        if (cursor.at(Keyword.SET) && cursor.kind(1) == TokenKind.OPEN_PARENTHESIS) {
          return families.definitions.alterOperator(start, object);
        }
      }
      case OPERATOR_FAMILY -> {
        if (cursor.at(Keyword.ADD) || cursor.at(Keyword.DROP)) {
          return families.definitions.alterFamily(start, object);
        }
      }
      case TEXT_SEARCH_DICTIONARY -> {
        if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
          return families.definitions.alterDictionary(start, object);
        }
      }
      case TEXT_SEARCH_CONFIGURATION -> {
        if (cursor.at(Keyword.ADD) || cursor.at(Keyword.ALTER) || cursor.at(Keyword.DROP)) {
          return families.definitions.alterConfiguration(start, object);
        }
      }
      default -> {
        // Everything else can only be renamed, moved and owned.
      }
    }
    return families.alterations.change(start, object, false);
  }

  /** True at RENAME, OWNER and DEPENDS. */
  private boolean isObjectChange() {
    return cursor.at(Keyword.RENAME) || cursor.at(Keyword.OWNER) || families.relations.isDepends();
  }

  private Statement statistics(int start) {
    boolean ifExists = clauses.ifExists();
    ObjectReference object = families.alterations.object(ObjectType.STATISTICS);
    if (cursor.at(Keyword.SET) && cursor.keyword(1) != Keyword.SCHEMA) {
      cursor.advance();
      cursor.at(Keyword.SCHEMA);
      cursor.expect(Keyword.STATISTICS);
      Optional<Integer> target = families.columns.statisticsTarget();
      return new AlterStatistics(cursor.spanFrom(start), object.name(), ifExists, target);
    }
    if (ifExists) {
      throw cursor.fail();
    }
    return families.alterations.change(start, object, false);
  }

  private Statement policy(int start) {
    boolean ifExists = clauses.ifExists();
    ObjectReference policy = families.alterations.object(ObjectType.POLICY);
    if (ifExists || cursor.at(Keyword.RENAME)) {
      return families.alterations.change(start, policy, ifExists);
    }
    return families.rules.alterPolicy(start, policy.name().name(), policy.relation().orElseThrow());
  }
}
