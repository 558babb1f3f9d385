package dev.safemigrate.plan;

import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.plan.Change.AddConstraint.Kind;
import java.util.List;
import java.util.Optional;

/** The change of a constraint that a statement adds at once, validated. */
final class ConstraintChange {

  private final QualifiedName table;
  private final String text;

  /**
   * @param text of the script
   */
  ConstraintChange(QualifiedName table, String text) {
    this.table = table;
    this.text = text;
  }

  /** Empty for one that is added in steps already: NOT VALID, NOT ENFORCED, USING INDEX. */
  Optional<Change> of(Constraint constraint) {
    if (constraint instanceof Constraint.Check check && atOnce(check.attributes())) {
      return Optional.of(
          change(
              Kind.CHECK,
              List.of(),
              check.condition().text(),
              check.name(),
              check.attributes().noInherit() ? " NO INHERIT" : ""));
    }
    if (constraint instanceof Constraint.ForeignKey key && atOnce(key.attributes())) {
      return Optional.of(foreignKey(key));
    }
    if (constraint instanceof Constraint.Exclusion exclusion) {
      return Optional.of(
          new Change.AddExclusion(
              table, exclusion.span().of(text), exclusion.name(), Optional.empty()));
    }
    if (constraint instanceof Constraint.Key key && key.usingIndex().isEmpty()) {
      return Optional.of(key(key));
    }
    return Optional.empty();
  }

  private static boolean atOnce(ConstraintAttributes attributes) {
    return !attributes.notValid() && attributes.isEnforced();
  }

  private Change foreignKey(Constraint.ForeignKey key) {
    if (key.period()) {
      return new Change.NotPlanned(
          "A temporal foreign key cannot be added unvalidated: add it while nobody writes, with a"
              + " lock timeout, or to a new table.");
    }
    return new Change.AddConstraint(
        Kind.FOREIGN_KEY,
        table,
        key.columns(),
        text.substring(key.references().span().start(), key.span().end()),
        Optional.of(key.references().name()),
        key.referencedColumns(),
        key.name(),
        Optional.empty(),
        "");
  }

  private Change key(Constraint.Key key) {
    if (key.withoutOverlaps()) {
      return new Change.NotPlanned(
          "WITHOUT OVERLAPS is an exclusion constraint, whose index cannot be built concurrently: build"
              + " it in a window that a measurement on a copy has shown to be long enough.");
    }
    String index =
        (key.include().isEmpty() ? "" : " INCLUDE (" + Names.list(key.include()) + ")")
            + (key.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "");
    String attributes =
        key.attributes().initiallyDeferred()
            ? " DEFERRABLE INITIALLY DEFERRED"
            : key.attributes().deferrable() ? " DEFERRABLE" : "";
    Kind kind = key.primary() ? Kind.PRIMARY_KEY : Kind.UNIQUE;
    return change(kind, key.columns(), index, key.name(), attributes);
  }

  private Change change(
      Kind kind,
      List<String> columns,
      String definition,
      Optional<String> name,
      String attributes) {
    return new Change.AddConstraint(
        kind,
        table,
        columns,
        definition,
        Optional.empty(),
        List.of(),
        name,
        Optional.empty(),
        attributes);
  }
}
