package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterSequence;
import dev.safemigrate.ast.DependsOnExtension;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import java.util.Optional;

/** ALTER TABLE, INDEX, VIEW, MATERIALIZED VIEW, SEQUENCE and FOREIGN TABLE. */
final class AlterRelationParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;
  private final SequenceOptions sequences;
  private final AlterTableParser actions;

  AlterRelationParser(
      Clauses clauses, ObjectNames objects, SequenceOptions sequences, AlterTableParser actions) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
    this.sequences = sequences;
    this.actions = actions;
  }

  /** From behind the words of the type. */
  Statement statement(int start, ObjectType type) {
    boolean movable =
        type == ObjectType.TABLE
            || type == ObjectType.INDEX
            || type == ObjectType.MATERIALIZED_VIEW;
    if (movable && cursor.accept(Keyword.ALL)) {
      return actions.allInTablespace(start, type);
    }
    boolean ifExists = clauses.ifExists();
    RelationReference relation = relation(type);
    if (cursor.accept(Keyword.RENAME)) {
      return rename(start, type, relation, ifExists);
    }
    if (type != ObjectType.INDEX && cursor.at(Keyword.SET) && cursor.keyword(1) == Keyword.SCHEMA) {
      cursor.advance();
      cursor.advance();
      String schema = cursor.columnId();
      return new SetSchema(cursor.spanFrom(start), object(type, relation), schema, ifExists);
    }
    boolean mayDepend = type == ObjectType.INDEX || type == ObjectType.MATERIALIZED_VIEW;
    if (mayDepend && !ifExists && isDepends()) {
      return depends(start, object(type, relation));
    }
    if (type == ObjectType.SEQUENCE && isSequenceOption()) {
      var options = sequences.atLeastOne();
      return new AlterSequence(cursor.spanFrom(start), relation.name(), ifExists, options);
    }
    return actions.actions(start, type, relation, ifExists);
  }

  private RelationReference relation(ObjectType type) {
    if (type == ObjectType.TABLE || type == ObjectType.FOREIGN_TABLE) {
      return clauses.names().relation();
    }
    int start = cursor.position();
    QualifiedName name = clauses.names().qualifiedName();
    return new RelationReference(cursor.spanFrom(start), name, false);
  }

  private boolean isSequenceOption() {
    return switch (cursor.keyword()) {
      case AS,
          CACHE,
          CYCLE,
          INCREMENT,
          LOGGED,
          MAXVALUE,
          MINVALUE,
          OWNED,
          RESTART,
          SEQUENCE,
          START,
          UNLOGGED ->
          true;
      case NO -> cursor.keyword(1) != Keyword.INHERIT && cursor.keyword(1) != Keyword.FORCE;
      default -> false;
    };
  }

  private static ObjectReference object(ObjectType type, RelationReference relation) {
    return new ObjectReference(
        relation.span(), type, relation.name(), Optional.empty(), Optional.empty());
  }

  /** From behind RENAME: the relation, a column or a constraint. */
  private Statement rename(
      int start, ObjectType type, RelationReference relation, boolean ifExists) {
    if (cursor.accept(Keyword.TO)) {
      String name = cursor.columnId();
      return new Rename(
          cursor.spanFrom(start),
          type,
          object(type, relation),
          Optional.empty(),
          name,
          ifExists,
          false);
    }
    if (type == ObjectType.INDEX || type == ObjectType.SEQUENCE) {
      throw cursor.fail();
    }
    boolean constraint = type == ObjectType.TABLE && cursor.accept(Keyword.CONSTRAINT);
    if (!constraint) {
      cursor.accept(Keyword.COLUMN);
    }
    ObjectType part = constraint ? ObjectType.TABLE_CONSTRAINT : ObjectType.COLUMN;
    int old = cursor.position();
    QualifiedName oldName = QualifiedName.of(cursor.columnId());
    ObjectReference object = objects.reference(old, part, oldName, Optional.of(relation.name()));
    cursor.expect(Keyword.TO);
    String name = cursor.columnId();
    return new Rename(
        cursor.spanFrom(start),
        part,
        object,
        constraint ? Optional.empty() : Optional.of(type),
        name,
        ifExists,
        false);
  }

  /** True at DEPENDS or NO DEPENDS. */
  boolean isDepends() {
    return cursor.at(Keyword.DEPENDS)
        || cursor.at(Keyword.NO) && cursor.keyword(1) == Keyword.DEPENDS;
  }

  /** [NO] DEPENDS ON EXTENSION name. */
  Statement depends(int start, ObjectReference object) {
    boolean remove = cursor.accept(Keyword.NO);
    cursor.expect(Keyword.DEPENDS);
    cursor.expect(Keyword.ON);
    cursor.expect(Keyword.EXTENSION);
    String extension = cursor.columnId();
    return new DependsOnExtension(cursor.spanFrom(start), object, extension, remove);
  }
}
