package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterExtension;
import dev.safemigrate.ast.CreateExtension;
import dev.safemigrate.ast.CreateSchema;
import dev.safemigrate.ast.CreateSequence;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Schemas with what is created in them, sequences and extensions. */
final class SchemaParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;
  private final SequenceOptions sequences;
  private final Supplier<Statement> nested;

  SchemaParser(
      Clauses clauses, ObjectNames objects, SequenceOptions sequences, Supplier<Statement> nested) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
    this.sequences = sequences;
    this.nested = nested;
  }

  /** From behind CREATE SCHEMA. */
  Statement createSchema(int start) {
    boolean ifNotExists = clauses.ifNotExists();
    Optional<String> name =
        cursor.at(Keyword.AUTHORIZATION) ? Optional.empty() : Optional.of(cursor.columnId());
    Optional<String> owner =
        cursor.accept(Keyword.AUTHORIZATION) ? Optional.of(clauses.role()) : Optional.empty();
    int first = cursor.position();
    List<Statement> elements = new ArrayList<>();
    while (cursor.at(Keyword.CREATE) || cursor.at(Keyword.GRANT)) {
      elements.add(element());
    }
    if (ifNotExists && !elements.isEmpty()) {
      throw cursor.fail(first, "CREATE SCHEMA IF NOT EXISTS cannot include schema elements");
    }
    return new CreateSchema(cursor.spanFrom(start), name, owner, ifNotExists, elements);
  }

  /** schema_stmt: the few kinds that may stand inside CREATE SCHEMA. */
  private Statement element() {
    if (cursor.at(Keyword.GRANT)) {
      return nested.get();
    }
    switch (cursor.keyword(1)) {
      case TABLE,
          INDEX,
          UNIQUE,
          SEQUENCE,
          TRIGGER,
          CONSTRAINT,
          VIEW,
          RECURSIVE,
          OR,
          TEMP,
          TEMPORARY,
          LOCAL,
          GLOBAL,
          UNLOGGED -> {
        return nested.get();
      }
      default -> {
        cursor.advance();
        throw cursor.failExpecting("TABLE, INDEX, SEQUENCE, TRIGGER or VIEW");
      }
    }
  }

  /** From behind CREATE SEQUENCE. */
  Statement createSequence(int start, PersistenceKind persistence) {
    boolean ifNotExists = clauses.ifNotExists();
    QualifiedName name = clauses.names().qualifiedName();
    List<Option> options = sequences.list();
    return new CreateSequence(cursor.spanFrom(start), name, persistence, ifNotExists, options);
  }

  /** From behind CREATE EXTENSION. */
  Statement createExtension(int start) {
    boolean ifNotExists = clauses.ifNotExists();
    String name = cursor.columnId();
    cursor.accept(Keyword.WITH);
    List<Option> options = new ArrayList<>();
    while (true) {
      int option = cursor.position();
      if (cursor.accept(Keyword.SCHEMA)) {
        options.add(clauses.option(option, "SCHEMA", cursor.columnId()));
      } else if (cursor.accept(Keyword.VERSION)) {
        options.add(clauses.option(option, "VERSION", clauses.wordOrString()));
      } else if (cursor.accept(Keyword.CASCADE)) {
        options.add(clauses.bare(option, "CASCADE"));
      } else if (cursor.accept(Keyword.FROM)) {
        clauses.wordOrString();
        throw cursor.fail(option, "CREATE EXTENSION ... FROM is no longer supported");
      } else {
        return new CreateExtension(cursor.spanFrom(start), name, ifNotExists, options);
      }
    }
  }

  /** UPDATE, ADD and DROP of ALTER EXTENSION. */
  Statement alterExtension(int start, String name) {
    if (cursor.accept(Keyword.UPDATE)) {
      Optional<String> version = Optional.empty();
      while (cursor.accept(Keyword.TO)) {
        version = Optional.of(clauses.wordOrString());
      }
      return new AlterExtension(cursor.spanFrom(start), name, version, Optional.empty(), false);
    }
    boolean drop = cursor.accept(Keyword.DROP);
    if (!drop) {
      cursor.expect(Keyword.ADD);
    }
    int typeToken = cursor.position();
    ObjectType type = objects.type();
    switch (type) {
      case COLUMN, LARGE_OBJECT, POLICY, RULE, TABLE_CONSTRAINT, TRIGGER -> {
        cursor.rewind(typeToken);
        throw cursor.failExpecting("the type of an object");
      }
      default -> {
        ObjectReference member = objects.object(type);
        return new AlterExtension(
            cursor.spanFrom(start), name, Optional.empty(), Optional.of(member), drop);
      }
    }
  }
}
