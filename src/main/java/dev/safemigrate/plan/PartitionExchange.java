package dev.safemigrate.plan;

import dev.safemigrate.ast.CreatePolicy;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.SqlWriter;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Policy;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.StoredConstraint.ForeignKey;
import dev.safemigrate.schema.StoredConstraint.Key;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.Trigger;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transaction in which a partitioned table takes the name, and the table becomes its first
 * partition: catalog work, since nothing has to be read or built.
 *
 * @param widerKey the columns of the primary key by then, where they are others than today
 */
record PartitionExchange(
    Before before, Table table, PartitionRanges ranges, Optional<List<String>> widerKey) {

  List<String> statements() {
    List<String> up = new ArrayList<>();
    up.add(
        "-- migrate:allow rename-table the partitioned table takes its name in this transaction\n"
            + "ALTER TABLE %s RENAME TO %s".formatted(sql(), Names.sql(ranges.first())));
    newNames().forEach((name, moved) -> up.add(renamed(first(), name, moved)));
    identitySequence()
        .ifPresent(sequence -> up.add(renamed(sequence.name().name(), moved(sequence))));
    up.add(
        "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING IDENTITY INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION INCLUDING COMMENTS)\n  PARTITION BY RANGE (%s)"
            .formatted(sql(), first(), Names.sql(ranges.column())));
    up.add(dropCheck(sql()));
    up.addAll(indexes());
    up.addAll(numbers());
    for (ForeignKey key : table.constraints(ForeignKey.class)) {
      up.add(foreignKey(key));
    }
    for (Trigger trigger : before.schema().triggers(table.id())) {
      up.add("DROP TRIGGER %s ON %s".formatted(Names.sql(trigger.name().name()), first()));
    }
    up.addAll(triggers());
    up.addAll(policies());
    up.add("ALTER TABLE %s ATTACH PARTITION %s %s".formatted(sql(), first(), ranges.firstBound()));
    up.add(dropCheck(first()));
    up.addAll(partitions());
    up.add(guard());
    return up;
  }

  /** What the partition's indexes and constraints are called, by the names of today. */
  Map<String, String> newNames() {
    Map<String, String> names = new LinkedHashMap<>();
    for (Index index : before.schema().indexes(table.id())) {
      String name = index.name().name();
      String moved =
          name.startsWith(table.name().name() + "_")
              ? ranges.first() + name.substring(table.name().name().length())
              : ranges.first() + "_" + name;
      names.put(name, Names.join(moved));
    }
    return names;
  }

  /** An index by its new name; that of a constraint goes by the constraint's. */
  String renamed(String owner, String name, String to) {
    return table.constraint(name).isPresent()
        ? "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
            .formatted(owner, Names.sql(name), Names.sql(to))
        : "ALTER INDEX %s RENAME TO %s"
            .formatted(Names.sql(Names.beside(table, name)), Names.sql(to));
  }

  String renamed(String sequence, String to) {
    return "-- migrate:allow rename-object the other table's sequence takes its name\nALTER SEQUENCE %s RENAME TO %s"
        .formatted(Names.sql(Names.beside(table, sequence)), Names.sql(to));
  }

  private List<String> indexes() {
    List<String> statements = new ArrayList<>();
    for (Index index : before.schema().indexes(table.id())) {
      Optional<Key> key =
          index.constraint().flatMap(table::constraint).map(constraint -> (Key) constraint);
      statements.add(key.map(this::key).orElseGet(() -> ColumnCopy.original(before, table, index)));
    }
    return statements;
  }

  private String key(Key key) {
    List<String> columns = key.primary() ? widerKey.orElse(key.columns()) : key.columns();
    List<String> include =
        key.include().stream().filter(column -> !columns.contains(column)).toList();
    return "ALTER TABLE %s ADD CONSTRAINT %s %s (%s)%s%s"
        .formatted(
            sql(),
            Names.sql(key.name()),
            key.primary()
                ? "PRIMARY KEY"
                : "UNIQUE" + (key.nullsNotDistinct() ? " NULLS NOT DISTINCT" : ""),
            Names.list(columns),
            include.isEmpty() ? "" : " INCLUDE (%s)".formatted(Names.list(include)),
            key.initiallyDeferred()
                ? " DEFERRABLE INITIALLY DEFERRED"
                : key.deferrable() ? " DEFERRABLE" : "");
  }

  /** Numbers go on where they were: the lock on the table lets nobody draw one meanwhile. */
  private List<String> numbers() {
    List<String> statements = new ArrayList<>();
    for (Sequence sequence : before.schema().sequencesOwnedBy(table.id())) {
      String column = Names.sql(sequence.ownedBy().orElseThrow().column());
      if (!sequence.identity()) {
        statements.add(
            "ALTER SEQUENCE %s OWNED BY %s.%s"
                .formatted(Names.sql(sequence.name()), sql(), column));
        continue;
      }
      chosenName(sequence)
          .ifPresent(chosen -> statements.add(renamed(chosen, sequence.name().name())));
      statements.add(continued(sequence.name().name(), moved(sequence)));
      statements.add("ALTER TABLE %s ALTER COLUMN %s DROP IDENTITY".formatted(first(), column));
    }
    return statements;
  }

  String continued(String sequence, String from) {
    return "SELECT setval(%s, last_value, is_called) FROM %s"
        .formatted(
            Identifiers.string(Names.qualified(Names.beside(table, sequence))),
            Names.sql(Names.beside(table, from)));
  }

  /** What the server calls the sequence of the new identity, where that is not its name already. */
  Optional<String> chosenName(Sequence sequence) {
    String chosen = table.name().name() + "_" + sequence.ownedBy().orElseThrow().column() + "_seq";
    if (!Names.join(chosen).equals(chosen)) {
      throw new Refusal("The name of the identity's sequence would be too long: " + chosen + ".");
    }
    return chosen.equals(sequence.name().name()) ? Optional.empty() : Optional.of(chosen);
  }

  Optional<Sequence> identitySequence() {
    return before.schema().sequencesOwnedBy(table.id()).stream()
        .filter(Sequence::identity)
        .findFirst();
  }

  String moved(Sequence sequence) {
    return Names.join(ranges.first(), sequence.ownedBy().orElseThrow().column(), "seq");
  }

  /** The partition's own is adopted by ATTACH, which locks the other table just so. */
  private String foreignKey(ForeignKey key) {
    return "-- migrate:allow locks-on-several-tables both for an instant, and given up where that is not granted\n"
        + "-- migrate:allow long-work-under-lock the partitioned table is empty yet\n"
        + "ALTER TABLE %s ADD CONSTRAINT %s %s"
            .formatted(
                sql(),
                Names.sql(key.name()),
                ColumnCopy.foreignKey(
                    key,
                    key.columns(),
                    before.schema().table(key.referencedTable()),
                    key.referencedColumns()));
  }

  /** Of the table that has the name. */
  List<String> triggers() {
    return before.schema().triggers(table.id()).stream().map(this::trigger).toList();
  }

  private String trigger(Trigger trigger) {
    CreateTrigger made = trigger.definition();
    trigger.when().ifPresent(this::current);
    return written(
        new CreateTrigger(
            made.span(),
            trigger.name().name(),
            name(),
            false,
            made.constraint(),
            made.timing(),
            made.events(),
            trigger.updateColumns(),
            made.fromTable(),
            made.transitionTables(),
            made.forEachRow(),
            made.attributes(),
            trigger.when().map(StoredExpression::source),
            made.function(),
            made.arguments()));
  }

  private List<String> policies() {
    List<String> statements = new ArrayList<>();
    for (Policy policy : before.schema().policies(table.id())) {
      policy.using().ifPresent(this::current);
      policy.withCheck().ifPresent(this::current);
      statements.add(policy(policy));
    }
    if (table.properties().rowSecurity()) {
      statements.add("ALTER TABLE %s ENABLE ROW LEVEL SECURITY".formatted(sql()));
    }
    return statements;
  }

  private String policy(Policy policy) {
    return written(
        new CreatePolicy(
            new Span(0, 0),
            policy.name().name(),
            name(),
            policy.permissive(),
            policy.command(),
            policy.roles(),
            policy.using().map(StoredExpression::source),
            policy.withCheck().map(StoredExpression::source)));
  }

  private static String written(Statement statement) {
    return SqlWriter.write(statement)
        .orElseThrow(() -> new IllegalStateException("not written: " + statement.getClass()));
  }

  /** The words of its file must still be its meaning. */
  private void current(StoredExpression expression) {
    boolean renamed =
        !before.expression(expression.text()).columns().equals(expression.facts().columns());
    if (renamed) {
      throw new Refusal(
          "The expression (%s) is of a time when its columns had other names."
              .formatted(expression.text()));
    }
  }

  private List<String> partitions() {
    String options =
        table.properties().options().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(option -> option.getKey() + " = " + option.getValue())
            .reduce((some, more) -> some + ", " + more)
            .map(all -> " WITH (" + all + ")")
            .orElse("");
    return ranges.behind().entrySet().stream()
        .map(
            partition ->
                "CREATE TABLE %s PARTITION OF %s %s%s"
                    .formatted(
                        Names.sql(Names.beside(table, partition.getKey())),
                        sql(),
                        partition.getValue(),
                        options))
        .toList();
  }

  /** What no migration tells of the table and LIKE does not copy. */
  private String guard() {
    return """
        DO $$
        BEGIN
          IF EXISTS (
            SELECT FROM pg_class new, pg_class old
            WHERE new.oid = %1$s::regclass AND old.oid = %2$s::regclass
              AND (new.relowner <> old.relowner
                OR new.relacl IS DISTINCT FROM old.relacl
                OR obj_description(new.oid, 'pg_class') IS DISTINCT FROM obj_description(old.oid, 'pg_class'))
          ) THEN
            RAISE EXCEPTION 'owner, grants or comment of %% differ from those of %%: write them behind its CREATE TABLE', %1$s, %2$s;
          END IF;
        END
        $$"""
        .formatted(Identifiers.string(sql()), Identifiers.string(first()));
  }

  private String dropCheck(String owner) {
    return "ALTER TABLE %s DROP CONSTRAINT %s".formatted(owner, Names.sql(ranges.checkName()));
  }

  List<String> writtenColumns() {
    return table.columns().stream()
        .filter(column -> column.generated().isEmpty())
        .map(Column::name)
        .toList();
  }

  String sql() {
    return Names.sql(table);
  }

  /** The table of today, under its name as a partition. */
  String first() {
    return Names.sql(Names.beside(table, ranges.first()));
  }

  private QualifiedName name() {
    return table.name().schema().equals("public")
        ? QualifiedName.of(table.name().name())
        : QualifiedName.of(table.name().schema(), table.name().name());
  }
}
