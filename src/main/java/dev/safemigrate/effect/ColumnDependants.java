package dev.safemigrate.effect;

import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.Policy;
import dev.safemigrate.schema.Publication;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RewriteRule;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.Trigger;
import dev.safemigrate.schema.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What else in the schema stands on a column (RememberAllDependentForRebuilding()). */
final class ColumnDependants {

  private static final Pattern STAR =
      Pattern.compile("(?:\\bselect|,|\\.)\\s*\\*", Pattern.CASE_INSENSITIVE);

  private final Prediction prediction;

  /** The kinds of dependants that matter. */
  enum Kind {
    VIEW,
    RULE,
    GENERATED_COLUMN,
    TRIGGER,
    POLICY,
    PUBLICATION_FILTER,
    PUBLICATION_COLUMN,
    FUNCTION
  }

  /** One of them. */
  record Dependant(Kind kind, RelationName name) {}

  ColumnDependants(Prediction prediction) {
    this.prediction = prediction;
  }

  /** The first that keeps the server from changing the column's type. */
  Optional<Dependant> forTypeChange(Table table, String column) {
    return all(table, column).stream()
        .filter(dependant -> dependant.kind() != Kind.PUBLICATION_COLUMN)
        .findFirst();
  }

  /** All that DROP COLUMN without CASCADE trips over. */
  List<Dependant> all(Table table, String column) {
    List<Dependant> found = new ArrayList<>();
    for (View view : prediction.schema().viewsUsing(table.id())) {
      if (view.opaque() || names(view, table, column) || expandsTo(view, column)) {
        found.add(new Dependant(Kind.VIEW, view.name()));
      }
    }
    for (Column other : table.columns()) {
      boolean uses =
          other
              .generated()
              .filter(generated -> generated.expression().facts().columns().contains(column))
              .isPresent();
      if (uses && !other.name().equals(column)) {
        RelationName name = prediction.beside(table, table.name().name() + "." + other.name());
        found.add(new Dependant(Kind.GENERATED_COLUMN, name));
      }
    }
    for (Trigger trigger : prediction.schema().triggers(table.id())) {
      boolean when = trigger.when().filter(w -> w.facts().columns().contains(column)).isPresent();
      if (trigger.updateColumns().contains(column) || when) {
        found.add(new Dependant(Kind.TRIGGER, trigger.name()));
      }
    }
    for (Policy policy : prediction.schema().policies(table.id())) {
      if (policy.columns().contains(column)) {
        found.add(new Dependant(Kind.POLICY, policy.name()));
      }
    }
    rules(table, column, found);
    publications(table, column, found);
    functions(table, column, found);
    return found;
  }

  private static boolean names(View view, Table table, String column) {
    return view.usedColumns().contains(column)
        && new QueryText(view.query().text()).names(table.name().name(), column);
  }

  /** A star stands for the columns that the view got when it was made. */
  private static boolean expandsTo(View view, String column) {
    boolean star = STAR.matcher(view.query().text()).find();
    return star && (view.columns().isEmpty() || view.columns().contains(column));
  }

  private void rules(Table table, String column, List<Dependant> found) {
    for (RewriteRule rule : prediction.schema().rules(table.id())) {
      boolean condition =
          rule.definition()
              .where()
              .map(where -> prediction.reader().expression(where.text()).columns())
              .filter(columns -> columns.contains(column))
              .isPresent();
      boolean action =
          rule.definition().actions().stream()
              .flatMap(statement -> StatementText.of(statement).stream())
              .map(prediction.reader()::query)
              .anyMatch(facts -> facts.opaque() || facts.columns().contains(column));
      if (condition || action) {
        found.add(new Dependant(Kind.RULE, rule.name()));
      }
    }
  }

  private void publications(Table table, String column, List<Dependant> found) {
    for (Publication publication : prediction.schema().publications(table)) {
      publication
          .entry(table.id())
          .ifPresent(
              entry -> {
                boolean filter =
                    entry.where().filter(w -> w.facts().columns().contains(column)).isPresent();
                if (filter) {
                  found.add(new Dependant(Kind.PUBLICATION_FILTER, publication.name()));
                }
                if (entry.columns().contains(column)) {
                  found.add(new Dependant(Kind.PUBLICATION_COLUMN, publication.name()));
                }
              });
    }
  }

  /** Only bodies in SQL-standard form are tied to what they use (manual, CREATE FUNCTION). */
  private void functions(Table table, String column, List<Dependant> found) {
    prediction
        .schema()
        .all(FunctionDefinition.class)
        .filter(function -> function.body().filter(body -> body.sqlStandard()).isPresent())
        .filter(function -> uses(function, table, column))
        .forEach(function -> found.add(new Dependant(Kind.FUNCTION, function.name())));
  }

  private boolean uses(FunctionDefinition function, Table table, String column) {
    List<Statement> statements = function.bodyStatements();
    if (!statements.isEmpty()) {
      return statements.stream()
          .flatMap(statement -> StatementText.of(statement).stream())
          .anyMatch(text -> uses(text, table, column));
    }
    String body = function.body().map(b -> b.text()).orElse("");
    return uses(
        SqlFunctionBody.expression(body, true).map(e -> "select " + e).orElse(body), table, column);
  }

  private boolean uses(String query, Table table, String column) {
    QueryFacts facts = prediction.reader().query(query);
    boolean reads =
        facts.reads().stream()
            .anyMatch(name -> prediction.schema().qualify(name).equals(table.name()));
    boolean star = STAR.matcher(query).find();
    return reads && (facts.columns().contains(column) || star || facts.opaque());
  }
}
