package dev.safemigrate.parser;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ConstraintAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Columns and constraints as summaries show them. */
final class ConstraintFields {

  private ConstraintFields() {}

  static Map<String, Object> column(ColumnDefinition column) {
    List<Object> constraints = new ArrayList<>();
    column.constraints().forEach(constraint -> constraints.add(of(constraint, false)));
    return TreeSummary.empty()
        .put("name", column.name())
        .put("type", column.type().map(TreeSummary::type))
        .put("constraints", constraints)
        .fields();
  }

  static Map<String, Object> ofTable(Constraint constraint) {
    return of(constraint, true);
  }

  /** Behind a column, PostgreSQL's grammar keeps DEFERRABLE and its like as nodes of their own. */
  private static Map<String, Object> of(Constraint constraint, boolean table) {
    TreeSummary summary = TreeSummary.empty();
    if (constraint instanceof Constraint.Check check) {
      summary.put("type", "CHECK").put("name", check.name());
      attributes(summary, check.attributes(), table);
    } else if (constraint instanceof Constraint.NotNull notNull) {
      summary
          .put("type", "NOTNULL")
          .put("name", notNull.name())
          .put("keys", notNull.column().map(List::of).orElse(List.of()));
      attributes(summary, notNull.attributes(), table);
    } else if (constraint instanceof Constraint.Null none) {
      summary.put("type", "NULL").put("name", none.name());
    } else if (constraint instanceof Constraint.Default value) {
      summary.put("type", "DEFAULT").put("name", value.name());
    } else if (constraint instanceof Constraint.Generated generated) {
      summary
          .put("type", "GENERATED")
          .put("name", generated.name())
          .put("generatedWhen", generated.always() ? "a" : "d")
          .put("generatedKind", generated.stored() ? "s" : "v");
    } else if (constraint instanceof Constraint.Identity identity) {
      summary
          .put("type", "IDENTITY")
          .put("name", identity.name())
          .put("generatedWhen", identity.always() ? "a" : "d");
    } else if (constraint instanceof Constraint.Key key) {
      summary
          .put("type", key.primary() ? "PRIMARY" : "UNIQUE")
          .put("name", key.name())
          .put("keys", key.columns())
          .put("usingIndex", key.usingIndex())
          .put("nullsNotDistinct", key.nullsNotDistinct());
      attributes(summary, key.attributes(), table);
    } else if (constraint instanceof Constraint.Exclusion exclusion) {
      summary.put("type", "EXCLUSION").put("name", exclusion.name());
      attributes(summary, exclusion.attributes(), table);
    } else if (constraint instanceof Constraint.ForeignKey key) {
      summary
          .put("type", "FOREIGN")
          .put("name", key.name())
          .put("columns", key.columns())
          .put("references", key.references().name().toString())
          .put("refColumns", key.referencedColumns());
      attributes(summary, key.attributes(), table);
    } else if (constraint instanceof Constraint.AttributeClause clause) {
      summary.put("type", "ATTR_" + clauseName(clause.kind()));
    }
    return summary.fields();
  }

  private static String clauseName(Constraint.AttributeClause.Kind kind) {
    return switch (kind) {
      case INITIALLY_DEFERRED -> "DEFERRED";
      case INITIALLY_IMMEDIATE -> "IMMEDIATE";
      default -> kind.name();
    };
  }

  private static void attributes(
      TreeSummary summary, ConstraintAttributes attributes, boolean table) {
    summary.put("noInherit", attributes.noInherit());
    if (!table) {
      return;
    }
    summary
        // What is not enforced counts as not validated.
        .put("notValid", attributes.notValid() || !attributes.isEnforced())
        .put("deferrable", attributes.deferrable())
        .put("initiallyDeferred", attributes.initiallyDeferred());
  }
}
