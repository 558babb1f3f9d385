package dev.safemigrate.plan;

import dev.safemigrate.source.MigrationDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** New migrations for frequent changes, written so that they are safe. */
public final class Templates {

  private static final Map<String, Function<Asked, List<MigrationDraft>>> ALL =
      new TreeMap<>(
          Map.of(
              "add-index", Templates::addIndex,
              "add-column", Templates::addColumn,
              "add-foreign-key", Templates::addForeignKey,
              "add-check", Templates::addCheck,
              "set-not-null", Templates::setNotNull,
              "create-table", Templates::createTable,
              "backfill", Templates::backfill,
              "empty", Templates::empty));

  private Templates() {}

  /** The templates' names, for messages. */
  public static String names() {
    return String.join(", ", ALL.keySet());
  }

  /**
   * The migrations of a template.
   *
   * @param name of the template
   * @param description in words; the template's own when empty
   * @param values what was given, by the names of {@link Value}
   * @return empty when there is no such template
   * @throws IllegalArgumentException naming the value that the template needs
   */
  public static Optional<List<MigrationDraft>> drafts(
      String name, Optional<String> description, Map<Value, String> values) {
    return Optional.ofNullable(ALL.get(name))
        .map(template -> template.apply(new Asked(name, description, values)));
  }

  /** What a template can be told. */
  public enum Value {
    ON_TABLE("onTable"),
    COLUMNS("columns"),
    TYPE("type"),
    REFERENCES("references"),
    CONDITION("condition"),
    VALUE("value");

    private final String parameter;

    Value(String parameter) {
      this.parameter = parameter;
    }

    /** As users write it. */
    public String parameter() {
      return parameter;
    }
  }

  private record Asked(String template, Optional<String> description, Map<Value, String> values) {

    String get(Value value) {
      return optional(value)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "Template '%s' needs -Dmigrate.%s=..."
                          .formatted(template, value.parameter())));
    }

    Optional<String> optional(Value value) {
      return Optional.ofNullable(values.get(value)).map(String::strip).filter(v -> !v.isEmpty());
    }

    String table() {
      return get(Value.ON_TABLE);
    }

    /** The table's and the columns' names as parts of a new name. */
    String name(String suffix) {
      String table = plain(table().substring(table().lastIndexOf('.') + 1));
      String columns = plain(optional(Value.COLUMNS).orElse(""));
      return Names.sql(
          columns.isEmpty() ? Names.join(table, suffix) : Names.join(table, columns, suffix));
    }

    /** In the schema of the table. */
    String nameBesideTable(String suffix) {
      int dot = table().lastIndexOf('.');
      return dot < 0 ? name(suffix) : table().substring(0, dot + 1) + name(suffix);
    }

    private static String plain(String names) {
      return names.replace("\"", "").replaceAll("\\s*,\\s*", "_").replaceAll("\\s+.*", "");
    }

    MigrationDraft draft(String words, List<String> up, List<String> down) {
      return new MigrationDraft(description.orElse(words), List.of(), up, down, true);
    }

    MigrationDraft next(String prefix, String words, List<String> up, List<String> down) {
      return new MigrationDraft(
          prefix + " " + description.orElse(words), List.of(), up, down, true);
    }

    MigrationDraft alone(String words, String up, String down) {
      return new MigrationDraft(
          words, List.of("migrate:transaction off"), List.of(up), List.of(down), false);
    }
  }

  private static List<MigrationDraft> addIndex(Asked asked) {
    return List.of(index(asked, asked.description().orElse("index " + asked.table())));
  }

  private static MigrationDraft index(Asked asked, String words) {
    return asked.alone(
        words,
        "CREATE INDEX CONCURRENTLY %s ON %s (%s)"
            .formatted(asked.name("idx"), asked.table(), asked.get(Value.COLUMNS)),
        "DROP INDEX CONCURRENTLY " + asked.nameBesideTable("idx"));
  }

  private static List<MigrationDraft> addColumn(Asked asked) {
    String column = asked.get(Value.COLUMNS);
    String value = asked.optional(Value.VALUE).map(v -> " NOT NULL DEFAULT " + v).orElse("");
    return List.of(
        asked.draft(
            "add " + column,
            List.of(
                "ALTER TABLE %s ADD COLUMN %s %s%s"
                    .formatted(asked.table(), column, asked.get(Value.TYPE), value)),
            List.of("ALTER TABLE %s DROP COLUMN %s".formatted(asked.table(), column))));
  }

  private static List<MigrationDraft> addForeignKey(Asked asked) {
    String columns = asked.get(Value.COLUMNS);
    List<MigrationDraft> drafts = new ArrayList<>();
    drafts.add(index(asked, "index " + asked.table() + " " + columns));
    drafts.addAll(
        constraint(
            asked,
            "fkey",
            "FOREIGN KEY (%s) REFERENCES %s".formatted(columns, asked.get(Value.REFERENCES))));
    return drafts;
  }

  private static List<MigrationDraft> addCheck(Asked asked) {
    return constraint(asked, "check", "CHECK (%s)".formatted(asked.get(Value.CONDITION)));
  }

  /** NOT VALID spares the reading under the lock; VALIDATE reads without blocking writes. */
  private static List<MigrationDraft> constraint(Asked asked, String suffix, String definition) {
    String name = asked.name(suffix);
    String words = suffix + " of " + asked.table();
    return List.of(
        asked.next(
            "add",
            words,
            List.of(
                "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID"
                    .formatted(asked.table(), name, definition)),
            List.of("ALTER TABLE %s DROP CONSTRAINT %s".formatted(asked.table(), name))),
        asked.next(
            "validate",
            words,
            List.of("ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(asked.table(), name)),
            List.of()));
  }

  private static List<MigrationDraft> setNotNull(Asked asked) {
    String column = asked.get(Value.COLUMNS);
    List<MigrationDraft> drafts =
        new ArrayList<>(constraint(asked, "required", "CHECK (%s IS NOT NULL)".formatted(column)));
    String name = asked.name("required");
    drafts.add(
        asked.next(
            "require",
            column,
            List.of(
                "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(asked.table(), column),
                "ALTER TABLE %s DROP CONSTRAINT %s".formatted(asked.table(), name)),
            List.of(
                "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL)"
                    .formatted(asked.table(), name, column),
                "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL".formatted(asked.table(), column))));
    return drafts;
  }

  private static List<MigrationDraft> createTable(Asked asked) {
    return List.of(
        asked.draft(
            "create " + asked.table(),
            List.of(
                """
                CREATE TABLE %s (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  created_at timestamptz NOT NULL DEFAULT now()
                )"""
                    .formatted(asked.table())),
            List.of("DROP TABLE " + asked.table())));
  }

  private static List<MigrationDraft> backfill(Asked asked) {
    String column = asked.get(Value.COLUMNS);
    String missing = asked.optional(Value.CONDITION).orElse(column + " IS NULL");
    return List.of(
        new MigrationDraft(
            asked.description().orElse("backfill " + column),
            List.of(
                "migrate:phase backfill",
                "migrate:verify SELECT NOT EXISTS (SELECT FROM %s WHERE %s)"
                    .formatted(asked.table(), missing)),
            List.of(
                "-- migrate:backfill\nUPDATE %s SET %s = %s WHERE %s"
                    .formatted(asked.table(), column, asked.get(Value.VALUE), missing)),
            List.of(),
            true));
  }

  private static List<MigrationDraft> empty(Asked asked) {
    return List.of(
        new MigrationDraft(
            asked.description().orElse("new"),
            List.of("What this migration is for."),
            List.of(),
            List.of(),
            true));
  }
}
