package dev.safemigrate.plan;

import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.List;

/**
 * A trigger with a function of its own. Its name sorts behind most others, so that it sees what
 * other triggers of the same event made of the row (manual, section 39.1: by name).
 *
 * @param relation its table or view
 * @param name of trigger and function
 * @param event as in {@code BEFORE INSERT OR UPDATE}
 * @param body PL/pgSQL behind the function's name
 * @param asOwner whether the function may do what its owner may: where it writes a table on which
 *     those who write this one have no privileges
 */
record SyncTrigger(RelationName relation, String name, String event, String body, boolean asOwner) {

  private static final String PREFIX = "zz_sync";

  SyncTrigger(Table table, String name, String event, String body) {
    this(table.name(), name, event, body, false);
  }

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
        "DROP TRIGGER %s ON %s".formatted(Names.sql(name), Names.sql(relation)), dropFunction());
  }

  String dropFunction() {
    return "DROP FUNCTION %s()".formatted(function());
  }

  /** What the page names: both objects. */
  List<String> objects() {
    return List.of(
        "trigger " + name + " on " + relation,
        "function " + new RelationName(relation.schema(), name) + "()");
  }

  private String createFunction() {
    String quote = body.contains("$sync$") ? "$sync_of_migration$" : "$sync$";
    // Without a path of its own the caller's would decide what the names mean (manual, CREATE
    // FUNCTION, "Writing SECURITY DEFINER Functions Safely").
    String rights = asOwner ? " SECURITY DEFINER\n  SET search_path = pg_catalog, pg_temp" : "";
    return "CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql%s AS %s\n%s%s"
        .formatted(function(), rights, quote, body, quote);
  }

  private String createTrigger() {
    String each = event.endsWith("TRUNCATE") ? "STATEMENT" : "ROW";
    return "CREATE TRIGGER %s\n  %s ON %s\n  FOR EACH %s EXECUTE FUNCTION %s()"
        .formatted(Names.sql(name), event, Names.sql(relation), each, function());
  }

  private String function() {
    return Names.sql(new RelationName(relation.schema(), name));
  }
}
