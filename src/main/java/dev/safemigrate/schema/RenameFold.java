package dev.safemigrate.schema;

import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.List;
import java.util.Optional;

/** RENAME and SET SCHEMA. */
final class RenameFold {

  private final Draft draft;
  private final Renaming renaming;

  RenameFold(Draft draft) {
    this.draft = draft;
    this.renaming = new Renaming(draft);
  }

  void rename(Rename statement) {
    ObjectReference object = statement.object();
    String to = statement.newName();
    switch (statement.objectType()) {
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX ->
          relation(object.name(), statement.ifExists())
              .ifPresent(r -> renaming.relation(r, new RelationName(r.name().schema(), to)));
      case COLUMN, ATTRIBUTE -> renameColumn(statement);
      case TABLE_CONSTRAINT -> renameConstraint(statement);
      case DOMAIN_CONSTRAINT ->
          object.relation().ifPresent(d -> domainConstraint(d, object.name().name(), to));
      case TYPE, DOMAIN ->
          type(object.name())
              .ifPresent(t -> renaming.type(t, new RelationName(t.name().schema(), to)));
      case SCHEMA -> renameSchema(object.name().name(), to);
      case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE ->
          function(object)
              .ifPresent(f -> draft.put(f.withName(new RelationName(f.name().schema(), to))));
      case TRIGGER, RULE, POLICY -> renameOnTable(statement);
      case PUBLICATION ->
          draft
              .state()
              .publication(object.name().name())
              .ifPresent(p -> draft.put(p.withName(new RelationName("", to))));
      case STATISTICS ->
          statistics(object.name())
              .ifPresent(s -> draft.put(s.withName(new RelationName(s.name().schema(), to))));
      default ->
          other(statement.objectType(), object.name())
              .ifPresent(o -> draft.put(o.withName(new RelationName(o.name().schema(), to))));
    }
  }

  void setSchema(SetSchema statement) {
    ObjectReference object = statement.object();
    String to = statement.newSchema();
    draft.requireSchema(to);
    switch (object.type()) {
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX ->
          relation(object.name(), statement.ifExists()).ifPresent(r -> renaming.move(r, to));
      case TYPE, DOMAIN ->
          type(object.name())
              .ifPresent(t -> renaming.type(t, new RelationName(to, t.name().name())));
      case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE ->
          function(object)
              .ifPresent(f -> draft.put(f.withName(new RelationName(to, f.name().name()))));
      case STATISTICS ->
          statistics(object.name())
              .ifPresent(s -> draft.put(s.withName(new RelationName(to, s.name().name()))));
      default ->
          other(object.type(), object.name())
              .filter(o -> !o.name().schema().isEmpty())
              .ifPresent(o -> draft.put(o.withName(new RelationName(to, o.name().name()))));
    }
  }

  private Optional<Relation> relation(QualifiedName name, boolean ifExists) {
    Resolution resolution = draft.state().resolve(name);
    if (ifExists && resolution instanceof Resolution.Missing) {
      return Optional.empty();
    }
    return Optional.of(draft.relation(name));
  }

  private void renameColumn(Rename statement) {
    QualifiedName relationName = statement.object().relation().orElseThrow();
    Optional<Relation> relation = relation(relationName, statement.ifExists());
    String from = statement.object().name().name();
    if (relation.isEmpty()) {
      return;
    }
    if (relation.get() instanceof View view) {
      draft.put(
          view.withColumns(
              ChangedConstraint.renamed(view.columns(), from, statement.newName()),
              view.usedColumns()));
      return;
    }
    if (relation.get() instanceof Table table) {
      renaming.column(table, from, statement.newName());
    }
  }

  private void renameConstraint(Rename statement) {
    QualifiedName relationName = statement.object().relation().orElseThrow();
    Optional<Relation> relation = relation(relationName, statement.ifExists());
    if (relation.orElse(null) instanceof Table table) {
      renaming.constraint(table, statement.object().name().name(), statement.newName());
    }
  }

  private void domainConstraint(QualifiedName domain, String from, String to) {
    if (draft.state().findType(domain).orElse(null) instanceof TypeDefinition.DomainType found) {
      List<TypeDefinition.DomainCheck> checks =
          found.checks().stream()
              .map(
                  c ->
                      c.name().equals(from)
                          ? new TypeDefinition.DomainCheck(to, c.condition(), c.validated())
                          : c)
              .toList();
      draft.put(TypeFold.withChecks(found, checks));
    }
  }

  private Optional<SchemaObject> type(QualifiedName name) {
    Optional<SchemaObject> type = draft.state().lookup(Namespace.TYPE, name);
    return type.isPresent()
        ? type
        : draft.state().lookup(Namespace.RELATION, name).filter(Table.class::isInstance);
  }

  private Optional<FunctionDefinition> function(ObjectReference object) {
    return Signatures.matching(draft.state(), draft.state().functions(object.name()), object)
        .stream()
        .findFirst();
  }

  private Optional<Statistics> statistics(QualifiedName name) {
    return draft.state().lookup(Namespace.STATISTICS, name).map(Statistics.class::cast);
  }

  private Optional<OtherObject> other(ObjectType type, QualifiedName name) {
    return draft
        .state()
        .lookup(NameKey.of(type), name)
        .or(() -> draft.findOther(type, new RelationName("", name.name())))
        .filter(OtherObject.class::isInstance)
        .map(OtherObject.class::cast)
        .filter(o -> o.type() == type);
  }

  private void renameSchema(String from, String to) {
    Optional<SchemaObject> schema = draft.find(Namespace.SCHEMA, new RelationName("", from));
    if (schema.isEmpty()) {
      if (draft.state().complete()) {
        throw new Refused("3F000", "schema " + from + " does not exist");
      }
      return;
    }
    if (draft.find(Namespace.SCHEMA, new RelationName("", to)).isPresent()) {
      throw new Refused("42P06", "schema " + to + " already exists");
    }
    draft.put(new SchemaDefinition(schema.get().id(), new RelationName("", to)));
    draft
        .state()
        .all(SchemaObject.class)
        .filter(object -> object.name().schema().equals(from))
        .toList()
        .forEach(object -> renaming.rename(object, new RelationName(to, object.name().name())));
  }

  private void renameOnTable(Rename statement) {
    QualifiedName table = statement.object().relation().orElseThrow();
    RelationName to = new RelationName("", statement.newName());
    draft
        .state()
        .find(table)
        .flatMap(
            r ->
                DropFold.onTable(
                    draft.state(),
                    statement.objectType(),
                    r.id(),
                    statement.object().name().name()))
        .ifPresent(found -> renaming.rename(found, to));
  }
}
