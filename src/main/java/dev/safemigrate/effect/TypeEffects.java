package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterDomain;
import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.AlterType;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.DomainAction;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.ColumnReference;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.TypeDefinition;
import java.util.List;
import java.util.Optional;

/** Enums, domains and other types. */
final class TypeEffects {

  private final Prediction prediction;

  TypeEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  /** A row type goes by its relation; an absent type is an error of its own. */
  void requireOwn(QualifiedName name) {
    boolean composite =
        prediction
            .schema()
            .find(name)
            .filter(relation -> relation.kind() == RelationKind.COMPOSITE_TYPE)
            .isPresent();
    if (!composite) {
      type(name);
    }
  }

  private Optional<TypeDefinition> type(QualifiedName name) {
    Optional<TypeDefinition> found = prediction.schema().findType(name);
    boolean rowType =
        found.isEmpty()
            && prediction
                .schema()
                .find(name)
                .filter(r -> !r.kind().isIndex() && r.kind() != RelationKind.SEQUENCE)
                .isPresent();
    if (rowType) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is a row type", name);
    }
    boolean builtIn = prediction.types().type(name.name()).isPresent();
    if (found.isEmpty() && prediction.schema().complete() && !builtIn) {
      prediction.fail(Prediction.UNDEFINED_OBJECT, "type %s does not exist", name);
    }
    if (found.isEmpty()) {
      prediction.out().assume();
    }
    return found;
  }

  /** ADD VALUE and RENAME VALUE lock no table (AddEnumLabel() of pg_enum.c). */
  void alter(AlterEnum statement) {
    Optional<TypeDefinition> found = type(statement.type());
    if (found.isEmpty()) {
      return;
    }
    if (!(found.get() instanceof TypeDefinition.EnumType type)) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not an enum", statement.type());
      return;
    }
    if (type.assumed()) {
      prediction.out().assume();
    }
    boolean exists = type.labels().contains(statement.newLabel());
    if (exists && !statement.ifNotExists()) {
      prediction.fail(Prediction.DUPLICATE_OBJECT, "enum label %s exists", statement.newLabel());
    }
    statement.oldLabel().ifPresent(label -> known(type, label));
    statement.neighbour().ifPresent(label -> known(type, label));
    if (statement.oldLabel().isPresent()) {
      prediction
          .out()
          .breaks(
              Breakage.Kind.READS,
              type.name() + "." + statement.oldLabel().get(),
              "The running version knows the old label.");
      return;
    }
    if (prediction.transaction().open()) {
      prediction.out().note("The new value can be used only after the transaction has committed.");
    }
  }

  private void known(TypeDefinition.EnumType type, String label) {
    if (!type.labels().contains(label) && !type.assumed()) {
      prediction.fail(Prediction.INVALID_PARAMETER, "%s is not a label of %s", label, type.name());
    }
  }

  /** ALTER TYPE ... SET (...) is for base types only. */
  void alter(AlterType statement) {
    boolean composite =
        prediction
            .schema()
            .find(statement.name())
            .filter(relation -> relation.kind() == RelationKind.COMPOSITE_TYPE)
            .isPresent();
    boolean other =
        prediction
            .schema()
            .findType(statement.name())
            .filter(type -> !(type instanceof TypeDefinition.BaseType))
            .isPresent();
    if (composite || other) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a base type", statement.name());
      return;
    }
    if (!composite) {
      type(statement.name());
    }
  }

  /**
   * ALTER DOMAIN: what has to hold for values that are there is looked for in every table that uses
   * the domain, under SHARE (validateDomainCheckConstraint() and get_rels_with_domain() of
   * typecmds.c).
   */
  void alter(AlterDomain statement) {
    Optional<TypeDefinition> found = type(statement.name());
    if (found.isEmpty()) {
      return;
    }
    if (!(found.get() instanceof TypeDefinition.DomainType domain)) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a domain", statement.name());
      return;
    }
    DomainAction action = statement.action();
    if (action instanceof DomainAction.SetNotNull) {
      if (!domain.notNull()) {
        readUsers(domain);
        tightened(domain);
      }
    } else if (action instanceof DomainAction.AddConstraint add) {
      addConstraint(domain, add.constraint());
    } else if (action instanceof DomainAction.ValidateConstraint validate) {
      Optional<TypeDefinition.DomainCheck> check = check(domain, validate.constraint());
      if (check.filter(c -> !c.validated()).isPresent()) {
        readUsers(domain);
      }
    } else if (action instanceof DomainAction.DropConstraint drop && !drop.ifExists()) {
      check(domain, drop.constraint());
    }
  }

  private Optional<TypeDefinition.DomainCheck> check(
      TypeDefinition.DomainType domain, String name) {
    Optional<TypeDefinition.DomainCheck> found =
        domain.checks().stream().filter(check -> check.name().equals(name)).findFirst();
    if (found.isEmpty() && !domain.assumed() && !domain.notNull()) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT, "constraint %s of %s does not exist", name, domain.name());
    }
    return found;
  }

  private void addConstraint(TypeDefinition.DomainType domain, Constraint constraint) {
    if (constraint instanceof Constraint.Check check) {
      boolean duplicate =
          check
              .name()
              .filter(name -> domain.checks().stream().anyMatch(c -> c.name().equals(name)))
              .isPresent();
      if (duplicate) {
        prediction.fail(
            Prediction.DUPLICATE_OBJECT, "constraint %s exists", check.name().orElse(""));
      }
      if (!check.attributes().notValid()) {
        readUsers(domain);
      }
      tightened(domain);
      return;
    }
    if (constraint instanceof Constraint.NotNull) {
      if (!domain.notNull()) {
        readUsers(domain);
        tightened(domain);
      }
      return;
    }
    prediction.fail(Prediction.SYNTAX_ERROR, "a domain has CHECK and NOT NULL constraints only");
  }

  private void tightened(TypeDefinition.DomainType domain) {
    prediction
        .out()
        .breaks(
            Breakage.Kind.STRICTER,
            domain.name().toString(),
            "Values that violate the constraint fail from now on.");
  }

  private void readUsers(TypeDefinition.DomainType domain) {
    List<ColumnReference> users = prediction.schema().columnsOfType(domain.id());
    for (ColumnReference user : users) {
      Table table = prediction.schema().table(user.table());
      boolean inside =
          table
              .column(user.column())
              .filter(c -> c.type().isArray() || isComposite(c.type().definition()))
              .isPresent();
      if (inside) {
        // A domain inside an array or a row cannot be checked.
        prediction.fail(
            Prediction.NOT_SUPPORTED, "column %s of %s uses it", user.column(), table.name());
        return;
      }
      if (table.kind() == RelationKind.COMPOSITE_TYPE) {
        continue;
      }
      prediction.lock(table, LockMode.SHARE);
      if (Prediction.hasStorage(table)) {
        prediction.out().scan(table.name());
      }
    }
  }

  private boolean isComposite(Optional<dev.safemigrate.schema.ObjectId> definition) {
    return definition
        .filter(prediction.schema()::exists)
        .map(prediction.schema()::object)
        .filter(Relation.class::isInstance)
        .isPresent();
  }

  /** CREATE TYPE and CREATE DOMAIN of a name that is taken. */
  void create(QualifiedName name) {
    boolean exists =
        prediction
            .schema()
            .findType(name)
            .filter(type -> type.name().equals(prediction.schema().creationName(name)))
            .isPresent();
    // Every table, view and sequence has a row type of its name.
    boolean rowType =
        prediction
            .schema()
            .find(prediction.schema().creationName(name))
            .filter(
                relation -> !relation.kind().isIndex() && relation.kind() != RelationKind.SEQUENCE)
            .isPresent();
    if (exists || rowType) {
      prediction.fail(Prediction.DUPLICATE_OBJECT, "type %s exists", name);
    }
  }
}
