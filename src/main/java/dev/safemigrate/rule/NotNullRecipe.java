package dev.safemigrate.rule;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import java.util.ArrayList;
import java.util.List;

/** How a column becomes NOT NULL without a long lock. */
final class NotNullRecipe {

  private NotNullRecipe() {}

  /**
   * A constraint that is added NOT VALID, validated in another transaction and then taken as proof.
   * SET NOT NULL skips its scan when a valid CHECK proves it (manual, ALTER TABLE, Notes); from 18
   * on NOT NULL itself can be NOT VALID.
   */
  static Remedy remedy(StatementContext context, QualifiedName table, List<String> columns) {
    String alter = "ALTER TABLE " + context.name(table);
    List<String> add = new ArrayList<>();
    List<String> validate = new ArrayList<>();
    List<String> set = new ArrayList<>();
    boolean named = context.version().atLeast(18);
    for (String column : columns) {
      String quoted = SqlNames.quote(column);
      String constraint =
          SqlNames.quote(SqlNames.join(table.name(), column, named ? "not_null" : "is_not_null"));
      String body = named ? "NOT NULL " + quoted : "CHECK (" + quoted + " IS NOT NULL)";
      add.add("%s ADD CONSTRAINT %s %s NOT VALID".formatted(alter, constraint, body));
      validate.add("%s VALIDATE CONSTRAINT %s".formatted(alter, constraint));
      if (!named) {
        set.add("%s ALTER COLUMN %s SET NOT NULL".formatted(alter, quoted));
        set.add("%s DROP CONSTRAINT %s".formatted(alter, constraint));
      }
    }
    List<Remedy.File> files = new ArrayList<>();
    files.add(Remedy.File.inPlace(add.toArray(String[]::new)));
    files.add(Remedy.File.transaction(validate.toArray(String[]::new)));
    if (!set.isEmpty()) {
      files.add(Remedy.File.transaction(set.toArray(String[]::new)));
    }
    return new Remedy(
        "Once every row has a value and the application always writes one: "
            + (named
                ? "add NOT NULL as a constraint NOT VALID, and validate it in another transaction."
                : "add a CHECK NOT VALID, validate it in another transaction, and SET NOT NULL then"
                    + " takes it as proof."),
        files);
  }
}
