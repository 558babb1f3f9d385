package dev.safemigrate.plan;

import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.SqlWriter;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.View;
import java.util.ArrayList;
import java.util.List;

/**
 * A view that loses, renames or retypes columns, which CREATE OR REPLACE VIEW refuses (manual,
 * CREATE VIEW).
 */
final class ReplaceViewPlanner implements Planner<Change.ReplaceView> {

  @Override
  public Class<Change.ReplaceView> handles() {
    return Change.ReplaceView.class;
  }

  @Override
  public ExpandContractPlan plan(Change.ReplaceView change, Before before) {
    View old = view(change.view(), before);
    CreateView definition = definition(change.definition(), before);
    CreateView known =
        old.definition()
            .orElseThrow(
                () ->
                    new Refusal(
                        old.name().name()
                            + " was altered since it was created, so the way back is not known:"
                            + " create it again (CREATE OR REPLACE VIEW) in a migration first."));
    RelationName next =
        new RelationName(
            old.name().schema(),
            change.newName().orElseGet(() -> Names.join(old.name().name(), "next")));
    if (before.schema().find(next).isPresent()) {
      throw new Refusal("There is a relation " + next + " already.");
    }
    List<String> notes = new ArrayList<>();
    notes.add("A view has privileges of its own: grant on it what is granted on the old one.");
    before.schema().viewsUsing(old.id()).stream()
        .map(
            view ->
                "The view "
                    + view.name().name()
                    + " reads the old one; replace it first, or the contract is refused.")
        .forEach(notes::add);
    return new ReplacedObject(
            "Replace the view " + old.name().name(),
            "VIEW",
            old.name(),
            next,
            change.newName().isEmpty(),
            sql(known, old.name()),
            drop(old.name()),
            name -> sql(definition, name),
            ReplaceViewPlanner::drop,
            name -> "SELECT ... FROM %s;".formatted(Names.sql(name)),
            notes)
        .plan();
  }

  private static View view(QualifiedName name, Before before) {
    View view =
        before
            .schema()
            .find(name)
            .filter(View.class::isInstance)
            .map(View.class::cast)
            .filter(found -> !found.assumed())
            .orElseThrow(
                () ->
                    new Refusal(
                        "The migrations create no view %s. Give the plan a base: migrate:snapshot writes one."
                            .formatted(name)));
    if (view.materialized()) {
      throw new Refusal(
          name
              + " is a materialized view: create the next one under another name with its indexes,"
              + " release a version that reads it, and drop the old one in a later release.");
    }
    return view;
  }

  private static CreateView definition(String text, Before before) {
    List<Statement> statements = SqlParser.parse(text, before.version()).statements();
    if (statements.size() == 1
        && statements.get(0) instanceof CreateView view
        && !view.recursive()
        && !before.queries().query(view.query().text()).opaque()) {
      return view;
    }
    throw new Refusal("'" + text.strip() + "' is not a view's definition that can be read.");
  }

  private static String sql(CreateView view, RelationName name) {
    return SqlWriter.write(
            new CreateView(
                view.span(),
                name.schema().equals("public")
                    ? QualifiedName.of(name.name())
                    : QualifiedName.of(name.schema(), name.name()),
                false,
                view.persistence(),
                view.recursive(),
                view.columns(),
                view.options(),
                view.query(),
                view.checkOption()))
        .orElseThrow();
  }

  private static String drop(RelationName name) {
    return "DROP VIEW " + Names.sql(name);
  }
}
