package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterDomain;
import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateCompositeType;
import dev.safemigrate.ast.CreateDomain;
import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateRangeType;
import dev.safemigrate.ast.DomainAction;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.schema.NameKey.Namespace;
import dev.safemigrate.schema.TypeDefinition.BaseType;
import dev.safemigrate.schema.TypeDefinition.DomainCheck;
import dev.safemigrate.schema.TypeDefinition.DomainType;
import dev.safemigrate.schema.TypeDefinition.EnumType;
import dev.safemigrate.schema.TypeDefinition.RangeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Enums, domains, composite and range types. */
final class TypeFold {

  private final Draft draft;

  TypeFold(Draft draft) {
    this.draft = draft;
  }

  /** Where a new type goes; refused when there is one, or a relation, of that name. */
  RelationName newName(QualifiedName name) {
    RelationName target = draft.newName(name, PersistenceKind.PERMANENT);
    boolean relation = draft.state().find(target).filter(r -> !(r instanceof Index)).isPresent();
    if (relation || draft.find(Namespace.TYPE, target).isPresent()) {
      throw new Refused("42710", "type " + target + " already exists");
    }
    return target;
  }

  void create(CreateEnum statement) {
    draft.put(new EnumType(draft.nextId(), newName(statement.name()), statement.labels(), false));
  }

  void alter(AlterEnum statement) {
    Optional<EnumType> found =
        draft
            .state()
            .findType(statement.type())
            .filter(EnumType.class::isInstance)
            .map(EnumType.class::cast);
    if (found.isEmpty()) {
      if (draft.state().complete()) {
        throw new Refused("42704", "type " + statement.type() + " does not exist");
      }
      learn(statement);
      return;
    }
    EnumType type = found.get();
    if (statement.oldLabel().isPresent()) {
      draft.put(withLabels(type, renamed(type, statement)));
      return;
    }
    if (!type.labels().contains(statement.newLabel())) {
      draft.put(withLabels(type, added(type, statement)));
    } else if (!statement.ifNotExists()) {
      throw new Refused("42710", "enum label " + statement.newLabel() + " already exists");
    }
  }

  private void learn(AlterEnum statement) {
    RelationName name = draft.state().creationName(statement.type());
    draft.put(new EnumType(draft.nextId(), name, List.of(statement.newLabel()), true));
  }

  private static List<String> renamed(EnumType type, AlterEnum statement) {
    String from = statement.oldLabel().orElseThrow();
    if (!type.labels().contains(from) && !type.assumed()) {
      throw new Refused("22023", from + " is not an existing enum label");
    }
    if (type.labels().contains(statement.newLabel())) {
      throw new Refused("42710", "enum label " + statement.newLabel() + " already exists");
    }
    return ChangedConstraint.renamed(type.labels(), from, statement.newLabel());
  }

  private static List<String> added(EnumType type, AlterEnum statement) {
    List<String> labels = new ArrayList<>(type.labels());
    int place = labels.size();
    if (statement.neighbour().isPresent()) {
      int neighbour = labels.indexOf(statement.neighbour().get());
      if (neighbour < 0 && !type.assumed()) {
        throw new Refused("22023", statement.neighbour().get() + " is not an existing enum label");
      }
      place = neighbour < 0 ? place : statement.after() ? neighbour + 1 : neighbour;
    }
    labels.add(place, statement.newLabel());
    return labels;
  }

  private static EnumType withLabels(EnumType type, List<String> labels) {
    return new EnumType(type.id(), type.name(), labels, type.assumed());
  }

  void create(CreateCompositeType statement) {
    RelationName name = newName(statement.name());
    List<Column> columns =
        statement.attributes().stream()
            .map(
                a ->
                    Column.of(
                            a.name(), a.type().map(draft.state()::resolve).orElse(DataType.UNKNOWN))
                        .withType(
                            a.type().map(draft.state()::resolve).orElse(DataType.UNKNOWN),
                            a.collation()))
            .toList();
    draft.put(
        new Table(
            draft.nextId(),
            name,
            RelationKind.COMPOSITE_TYPE,
            PersistenceKind.PERMANENT,
            columns,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            TableProperties.DEFAULT,
            true,
            false));
  }

  void create(CreateRangeType statement) {
    DataType subtype =
        statement.options().stream()
            .filter(o -> o.name().equalsIgnoreCase("subtype"))
            .flatMap(o -> o.value().stream().map(v -> type(o, v)))
            .findFirst()
            .orElse(DataType.UNKNOWN);
    draft.put(new RangeType(draft.nextId(), newName(statement.name()), subtype));
  }

  private DataType type(Option option, String text) {
    String folded = BuiltInTypes.internalName(text.toLowerCase(Locale.ROOT));
    QualifiedName name = new QualifiedName(List.of(folded.split("\\.")));
    return draft.state().resolve(new TypeName(option.span(), name, List.of(), 0, false, false));
  }

  void create(CreateDomain statement) {
    RelationName name = newName(statement.name());
    DataType base = draft.state().resolve(statement.type());
    DomainType domain =
        new DomainType(
            draft.nextId(),
            name,
            base,
            statement.collation(),
            false,
            Optional.empty(),
            List.of(),
            false);
    for (Constraint constraint : statement.constraints()) {
      domain = with(domain, constraint);
    }
    draft.put(domain);
  }

  private DomainType with(DomainType domain, Constraint constraint) {
    if (constraint instanceof Constraint.NotNull) {
      return with(domain, true, domain.defaultValue(), domain.checks());
    }
    if (constraint instanceof Constraint.Default value) {
      return with(
          domain, domain.notNull(), Optional.of(draft.stored(value.value())), domain.checks());
    }
    if (!(constraint instanceof Constraint.Check check)) {
      return domain;
    }
    Set<String> taken = domain.checks().stream().map(DomainCheck::name).collect(Collectors.toSet());
    String name =
        check
            .name()
            .orElseGet(
                () ->
                    draft.names.constraint(
                        domain.name().schema(),
                        domain.name().name(),
                        Optional.empty(),
                        "check",
                        taken));
    if (taken.contains(name)) {
      throw new Refused("42710", "constraint " + name + " for domain already exists");
    }
    List<DomainCheck> checks = new ArrayList<>(domain.checks());
    checks.add(
        new DomainCheck(name, draft.stored(check.condition()), !check.attributes().notValid()));
    return withChecks(domain, checks);
  }

  private static DomainType with(
      DomainType domain,
      boolean notNull,
      Optional<StoredExpression> defaultValue,
      List<DomainCheck> checks) {
    return new DomainType(
        domain.id(),
        domain.name(),
        domain.base(),
        domain.collation(),
        notNull,
        defaultValue,
        checks,
        domain.assumed());
  }

  static DomainType withChecks(DomainType domain, List<DomainCheck> checks) {
    return with(domain, domain.notNull(), domain.defaultValue(), checks);
  }

  void alter(AlterDomain statement) {
    Optional<TypeDefinition> found = draft.state().findType(statement.name());
    if (!(found.orElse(null) instanceof DomainType domain)) {
      if (draft.state().complete()) {
        throw new Refused("42704", "type " + statement.name() + " does not exist");
      }
      return;
    }
    draft.put(altered(domain, statement.action()));
  }

  private DomainType altered(DomainType domain, DomainAction action) {
    if (action instanceof DomainAction.SetDefault set) {
      return with(
          domain, domain.notNull(), Optional.of(draft.stored(set.value())), domain.checks());
    }
    if (action instanceof DomainAction.DropDefault) {
      return with(domain, domain.notNull(), Optional.empty(), domain.checks());
    }
    if (action instanceof DomainAction.SetNotNull) {
      return with(domain, true, domain.defaultValue(), domain.checks());
    }
    if (action instanceof DomainAction.DropNotNull) {
      return with(domain, false, domain.defaultValue(), domain.checks());
    }
    if (action instanceof DomainAction.AddConstraint add) {
      return with(domain, add.constraint());
    }
    if (action instanceof DomainAction.DropConstraint drop) {
      requireCheck(domain, drop.constraint(), drop.ifExists());
      return withChecks(
          domain,
          domain.checks().stream().filter(c -> !c.name().equals(drop.constraint())).toList());
    }
    if (action instanceof DomainAction.ValidateConstraint validate) {
      requireCheck(domain, validate.constraint(), false);
      return withChecks(
          domain,
          domain.checks().stream()
              .map(
                  c ->
                      c.name().equals(validate.constraint())
                          ? new DomainCheck(c.name(), c.condition(), true)
                          : c)
              .toList());
    }
    return domain;
  }

  private static void requireCheck(DomainType domain, String name, boolean ifExists) {
    boolean there = domain.checks().stream().anyMatch(c -> c.name().equals(name));
    // The name of a domain's NOT NULL (17) is not kept.
    if (!there && !ifExists && !domain.assumed() && !domain.notNull()) {
      throw new Refused("42704", "constraint " + name + " of domain does not exist");
    }
  }

  /** The same type under another name. */
  static TypeDefinition named(TypeDefinition type, RelationName name) {
    if (type instanceof EnumType e) {
      return new EnumType(e.id(), name, e.labels(), e.assumed());
    }
    if (type instanceof DomainType d) {
      return new DomainType(
          d.id(),
          name,
          d.base(),
          d.collation(),
          d.notNull(),
          d.defaultValue(),
          d.checks(),
          d.assumed());
    }
    if (type instanceof RangeType r) {
      return new RangeType(r.id(), name, r.subtype());
    }
    return new BaseType(type.id(), name);
  }
}
