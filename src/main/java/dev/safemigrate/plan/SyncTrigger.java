package dev.safemigrate.plan;

import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.List;

/**
 * A trigger with a function of its own. Its name sorts behind most others, so that it sees what
 * other triggers of the same event made of the row (manual, section 39.1: by name).
 *
 * @param table its table
 * @param name of trigger and function
 * @param event as in {@code BEFORE INSERT OR UPDATE}
 * @param body PL/pgSQL behind the function's name
 */
record SyncTrigger(Table table, String name, String event, String body) {

  private static final String PREFIX = "zz_sync";

  static String name(Table table, String... parts) {
    String[] all = new String[parts.length + 2];
    all[0] = PREFIX;
    all[1] = table.name().name();
    System.arraycopy(parts, 0, all, 2, parts.length);
    return Names.join(all);
  }

  List<String> create() {
    return List.of(createFunction(), createTrigger());
  }

  List<String> drop() {
    return List.of(
        "DROP TRIGGER %s ON %s".formatted(Names.sql(name), Names.sql(table)),
        "DROP FUNCTION %s()".formatted(function()));
  }

  /** What the page names: both objects. */
  List<String> objects() {
    return List.of(
        "trigger " + name + " on " + table.name(),
        "function " + new RelationName(table.name().schema(), name) + "()");
  }

  private String createFunction() {
    String quote = body.contains("$sync$") ? "$sync_of_migration$" : "$sync$";
    return "CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS %s\n%s%s"
        .formatted(function(), quote, body, quote);
  }

  private String createTrigger() {
    return "CREATE TRIGGER %s\n  %s ON %s\n  FOR EACH ROW EXECUTE FUNCTION %s()"
        .formatted(Names.sql(name), event, Names.sql(table), function());
  }

  private String function() {
    return Names.sql(Names.beside(table, name));
  }
}
