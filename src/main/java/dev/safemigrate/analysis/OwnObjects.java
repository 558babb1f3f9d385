package dev.safemigrate.analysis;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.FunctionBody;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The triggers and trigger functions that expands have created, and what these work with. */
final class OwnObjects {

  private static final Pattern ROW_COLUMN =
      Pattern.compile("(?i)\\b(?:new|old)\\s*\\.\\s*(?:\"([^\"]+)\"|(\\w+))");

  private final SchemaState schema;

  /** The function of each trigger by {@code schema.table.trigger}. */
  private final Map<String, RelationName> triggers = new HashMap<>();

  /** The body of each function. */
  private final Map<RelationName, String> functions = new HashMap<>();

  private final Set<String> addedColumns = new HashSet<>();

  /** Whether the file that is read sets a path, so that only names with a schema are known. */
  private boolean ownPath;

  private OwnObjects(SchemaState schema) {
    this.schema = schema;
  }

  /**
   * Reads what expands have created.
   *
   * @param contract whose objects will be asked for
   * @param schema where names without a schema are, unless a file says otherwise
   */
  static OwnObjects of(
      List<AnalysedMigration> expands, AnalysedMigration contract, SchemaState schema) {
    OwnObjects own = new OwnObjects(schema);
    for (AnalysedMigration expand : expands) {
      own.ownPath = setsPath(expand);
      expand.statements().forEach(statement -> own.created(statement.statement()));
    }
    own.ownPath = setsPath(contract);
    return own;
  }

  private static boolean setsPath(AnalysedMigration migration) {
    return migration.statements().stream()
        .map(AnalysedStatement::statement)
        .anyMatch(
            statement ->
                statement instanceof SetVariable set
                    && (set.name().equals("search_path") || set.name().equals("all")));
  }

  private boolean known(QualifiedName name) {
    return !ownPath || name.schema().isPresent();
  }

  private void created(Statement statement) {
    if (statement instanceof CreateTrigger trigger
        && !trigger.replace()
        && known(trigger.table())) {
      triggers.put(
          schema.qualify(trigger.table()) + "." + trigger.name(),
          schema.creationName(trigger.function()));
    }
    // A function that returns trigger cannot be called and has no arguments (manual, "PL/pgSQL
    // Trigger Functions").
    if (statement instanceof CreateFunction function
        && !function.replace()
        && known(function.name())
        && function.parameters().isEmpty()
        && function.returns().filter(type -> type.name().name().equals("trigger")).isPresent()) {
      functions.put(
          schema.creationName(function.name()), function.body().map(FunctionBody::text).orElse(""));
    }
    if (statement instanceof AlterTable alter && known(alter.relation().name())) {
      String table = schema.qualify(alter.relation().name()).toString();
      alter.actions().stream()
          .filter(AlterTableAction.AddColumn.class::isInstance)
          .map(action -> ((AlterTableAction.AddColumn) action).column().name())
          .forEach(column -> addedColumns.add(table + "." + column));
    }
  }

  /** Whether it is a trigger or a function that an expand has created. */
  boolean contain(ObjectReference object) {
    if (object.type() == ObjectType.TRIGGER) {
      return object
          .relation()
          .filter(this::known)
          .filter(table -> triggers.containsKey(schema.qualify(table) + "." + object.name().name()))
          .isPresent();
    }
    return object.type() == ObjectType.FUNCTION
        && known(object.name())
        && object.arguments().map(String::isBlank).orElse(true)
        && functions.containsKey(schema.creationName(object.name()));
  }

  /**
   * The columns that the function of a trigger reads or writes and that its expand has not added;
   * none where the function is not known.
   *
   * @param trigger as breakages name it: {@code public.orders.sync_total}
   */
  Set<String> servedBy(String trigger) {
    Set<String> served = new TreeSet<>();
    RelationName function = triggers.get(trigger);
    if (function != null) {
      String table = trigger.substring(0, trigger.lastIndexOf('.'));
      Matcher column = ROW_COLUMN.matcher(functions.getOrDefault(function, ""));
      while (column.find()) {
        String name =
            column.group(1) != null ? column.group(1) : column.group(2).toLowerCase(Locale.ROOT);
        served.add(table + "." + name);
      }
      served.removeAll(addedColumns);
    }
    return served;
  }
}
