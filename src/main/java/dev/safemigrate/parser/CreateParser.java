package dev.safemigrate.parser;

import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import java.util.List;

/** CREATE: chooses what is created. */
final class CreateParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final Families families;

  CreateParser(Clauses clauses, Families families) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.families = families;
  }

  /** From behind CREATE. */
  Statement statement(int start) {
    if (cursor.accept(Keyword.OR)) {
      cursor.expect(Keyword.REPLACE);
      return replacing(start);
    }
    PersistenceKind persistence = clauses.persistence();
    if (persistence != PersistenceKind.PERMANENT) {
      return shortLived(start, persistence);
    }
    switch (cursor.keyword()) {
      case TABLE -> {
        cursor.advance();
        return families.tables.table(start, persistence);
      }
      case INDEX -> {
        cursor.advance();
        return families.views.index(start, false);
      }
      case UNIQUE -> {
        cursor.advance();
        cursor.expect(Keyword.INDEX);
        return families.views.index(start, true);
      }
      case SEQUENCE -> {
        cursor.advance();
        return families.schemas.createSequence(start, persistence);
      }
      case MATERIALIZED -> {
        cursor.advance();
        cursor.expect(Keyword.VIEW);
        return families.tables.materializedView(start, persistence);
      }
      case SCHEMA -> {
        cursor.advance();
        return families.schemas.createSchema(start);
      }
      case TYPE -> {
        cursor.advance();
        return families.types.createType(start);
      }
      case DOMAIN -> {
        cursor.advance();
        return families.types.createDomain(start);
      }
      case EXTENSION -> {
        cursor.advance();
        return families.schemas.createExtension(start);
      }
      case STATISTICS -> {
        cursor.advance();
        return families.views.statistics(start);
      }
      case POLICY -> {
        cursor.advance();
        return families.rules.createPolicy(start);
      }
      case FOREIGN -> {
        cursor.advance();
        return foreign(start);
      }
      default -> {
        return replaceable(start);
      }
    }
  }

  /** What may also follow OR REPLACE, and then what seldom occurs. */
  private Statement replaceable(int start) {
    for (Keyword word :
        List.of(Keyword.FUNCTION, Keyword.PROCEDURE, Keyword.VIEW, Keyword.RECURSIVE)) {
      if (cursor.at(word)) {
        return replaceable(start, false, PersistenceKind.PERMANENT);
      }
    }
    switch (cursor.keyword()) {
      case TRIGGER, CONSTRAINT, RULE, AGGREGATE, TRANSFORM, TRUSTED, PROCEDURAL, LANGUAGE -> {
        return replaceable(start, false, PersistenceKind.PERMANENT);
      }
      default -> {
        return seldom(start);
      }
    }
  }

  private Statement replacing(int start) {
    PersistenceKind persistence = clauses.persistence();
    if (persistence == PersistenceKind.PERMANENT) {
      return replaceable(start, true, persistence);
    }
    boolean recursive = cursor.accept(Keyword.RECURSIVE);
    cursor.expect(Keyword.VIEW);
    return families.views.view(start, true, persistence, recursive);
  }

  private Statement replaceable(int start, boolean replace, PersistenceKind persistence) {
    Keyword word = cursor.keyword();
    switch (word) {
      case VIEW -> {
        cursor.advance();
        return families.views.view(start, replace, persistence, false);
      }
      case RECURSIVE -> {
        cursor.advance();
        cursor.expect(Keyword.VIEW);
        return families.views.view(start, replace, persistence, true);
      }
      case FUNCTION, PROCEDURE -> {
        cursor.advance();
        return families.functions.create(start, replace, word == Keyword.PROCEDURE);
      }
      case TRIGGER -> {
        cursor.advance();
        return families.triggers.create(start, replace, false);
      }
      case CONSTRAINT -> {
        cursor.advance();
        cursor.expect(Keyword.TRIGGER);
        Statement trigger = families.triggers.create(start, replace, true);
        if (replace) {
          throw cursor.fail(
              cursor.position(), "CREATE OR REPLACE CONSTRAINT TRIGGER is not supported");
        }
        return trigger;
      }
      case RULE -> {
        cursor.advance();
        return families.rules.createRule(start, replace);
      }
      case AGGREGATE -> {
        cursor.advance();
        return families.definitions.aggregate(start, replace);
      }
      case TRANSFORM -> {
        cursor.advance();
        return families.definitions.transform(start);
      }
      case TRUSTED, PROCEDURAL, LANGUAGE -> {
        cursor.accept(Keyword.TRUSTED);
        cursor.accept(Keyword.PROCEDURAL);
        cursor.expect(Keyword.LANGUAGE);
        return families.definitions.language(start, replace);
      }
      default ->
          throw cursor.failExpecting("FUNCTION, PROCEDURE, VIEW, TRIGGER, RULE or AGGREGATE");
    }
  }

  private Statement shortLived(int start, PersistenceKind persistence) {
    if (cursor.accept(Keyword.TABLE)) {
      return families.tables.table(start, persistence);
    }
    if (cursor.accept(Keyword.SEQUENCE)) {
      return families.schemas.createSequence(start, persistence);
    }
    if (persistence == PersistenceKind.UNLOGGED && cursor.accept(Keyword.MATERIALIZED)) {
      cursor.expect(Keyword.VIEW);
      return families.tables.materializedView(start, persistence);
    }
    boolean recursive = cursor.accept(Keyword.RECURSIVE);
    cursor.expect(Keyword.VIEW);
    return families.views.view(start, false, persistence, recursive);
  }

  private Statement foreign(int start) {
    if (cursor.accept(Keyword.TABLE)) {
      return families.tables.foreignTable(start);
    }
    cursor.expect(Keyword.DATA);
    cursor.expect(Keyword.WRAPPER);
    return families.foreignData.createWrapper(start);
  }

  private Statement seldom(int start) {
    Keyword word = cursor.keyword();
    switch (word) {
      case PUBLICATION -> {
        cursor.advance();
        return families.publications.createPublication(start);
      }
      case SUBSCRIPTION -> {
        cursor.advance();
        return families.publications.createSubscription(start);
      }
      case ROLE, GROUP -> {
        cursor.advance();
        return families.roles.createRole(start);
      }
      case USER -> {
        cursor.advance();
        boolean mapping =
            cursor.at(Keyword.MAPPING)
                && (cursor.keyword(1) == Keyword.FOR || cursor.keyword(1) == Keyword.IF);
        if (!mapping) {
          return families.roles.createRole(start);
        }
        cursor.advance();
        return families.foreignData.createUserMapping(start);
      }
      case DATABASE -> {
        cursor.advance();
        return families.roles.createDatabase(start);
      }
      case TABLESPACE -> {
        cursor.advance();
        return families.roles.createTablespace(start);
      }
      case SERVER -> {
        cursor.advance();
        return families.foreignData.createServer(start);
      }
      case EVENT -> {
        cursor.advance();
        cursor.expect(Keyword.TRIGGER);
        return families.triggers.createEventTrigger(start);
      }
      case ACCESS -> {
        cursor.advance();
        cursor.expect(Keyword.METHOD);
        return families.definitions.accessMethod(start);
      }
      default -> {
        return definition(start, word);
      }
    }
  }

  private Statement definition(int start, Keyword word) {
    switch (word) {
      case OPERATOR -> {
        cursor.advance();
        return families.definitions.operator(start);
      }
      case TEXT -> {
        cursor.advance();
        cursor.expect(Keyword.SEARCH);
        return families.definitions.textSearch(start);
      }
      case COLLATION -> {
        cursor.advance();
        return families.definitions.collation(start);
      }
      case CAST -> {
        cursor.advance();
        return families.definitions.cast(start);
      }
      case CONVERSION, DEFAULT -> {
        cursor.accept(Keyword.DEFAULT);
        cursor.expect(Keyword.CONVERSION);
        return families.definitions.conversion(start);
      }
      default ->
          throw cursor.failExpecting("TABLE, INDEX, VIEW, FUNCTION, TYPE, SCHEMA, SEQUENCE, ...");
    }
  }
}
