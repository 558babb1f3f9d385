package dev.safemigrate.plan;

import dev.safemigrate.ast.Constraint.Exclusion;
import dev.safemigrate.ast.Constraint.ExclusionElement;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The steps of an exclusion constraint: an empty table that has it, a trigger that writes every row
 * there too, and a backfill that leaves out rows which overlap others.
 *
 * @param name of the constraint
 * @param words EXCLUDE and what stands behind it
 * @param side key and what the constraint looks at
 */
record ExclusionPlan(
    Before before,
    Table table,
    String name,
    Exclusion exclusion,
    String words,
    SideTable side,
    Optional<String> repair) {

  private static final String EXTENSION = "btree_gist";

  /** Types that GiST compares by itself (manual, "GiST Indexes", table 68.1), besides ranges. */
  private static final Set<String> OWN_CLASSES =
      Set.of("box", "circle", "point", "polygon", "tsquery", "tsvector");

  ExpandContractPlan plan() {
    List<PlanPart> parts = new ArrayList<>();
    parts.add(
        Advice.switchOver(
            "Release a version that writes no two rows that exclude each other",
            "Look before you write, and treat the server's refusal (SQLSTATE 23P01, constraint %s) as an answer, not as a fault."
                .formatted(name),
            "INSERT INTO %s ...; -- anything".formatted(Names.sql(table)),
            "INSERT INTO %s ...; -- %s".formatted(Names.sql(table), words),
            """
            try {
              repository.saveAndFlush(row);
            } catch (DataIntegrityViolationException e) {
              // SQLException.getSQLState() is 23P01: taken by somebody else
            }"""));
    parts.add(Advice.retire("a version that writes other rows into " + table.name().name()));
    repair.ifPresent(
        statement ->
            parts.add(
                PlanPart.Migration.of(
                    Phase.BACKFILL,
                    "repair " + table.name().name(),
                    List.of(statement),
                    List.of())));
    parts.add(constraint());
    parts.add(side.backfill(""));
    parts.add(inPlace());
    return new ExpandContractPlan(
        "Add the exclusion constraint %s to %s".formatted(name, table.name().name()),
        parts,
        List.of(),
        notes());
  }

  private PlanPart constraint() {
    List<String> up = new ArrayList<>();
    if (needsExtension()) {
      up.add("CREATE EXTENSION IF NOT EXISTS " + EXTENSION);
    }
    List<String> elements = new ArrayList<>();
    Stream.concat(side.key().stream(), side.columns().stream())
        .map(SideTable::plain)
        .forEach(elements::add);
    elements.add("PRIMARY KEY (%s)".formatted(Names.list(side.keyNames())));
    elements.add("CONSTRAINT %s %s".formatted(Names.sql(name), words));
    up.add(
        "CREATE TABLE %s (\n  %s\n)"
            .formatted(Names.sql(side.name()), String.join(",\n  ", elements)));
    List<String> down = new ArrayList<>();
    for (SyncTrigger trigger : List.of(rows(), truncation())) {
      up.addAll(trigger.create());
      down.addAll(trigger.drop());
    }
    down.add("DROP TABLE " + Names.sql(side.name()));
    return PlanPart.Migration.of(Phase.VERIFY, "constraint " + name, up, down)
        .because(
            "It is built at once on an empty table, where the trigger writes what it looks at; rows that",
            "exclude others are refused with its name. These objects stay.");
  }

  private SyncTrigger rows() {
    return new SyncTrigger(
        table.name(),
        SyncTrigger.name(table, name),
        "AFTER INSERT OR UPDATE OR DELETE",
        """
        BEGIN
          IF TG_OP = 'UPDATE' THEN
            IF NOT (%s) THEN
              RETURN NULL;
            END IF;
          END IF;
          IF TG_OP <> 'INSERT' THEN
            DELETE FROM %s AS side WHERE %s;
          END IF;
          IF TG_OP <> 'DELETE' THEN
        %s  END IF;
          RETURN NULL;
        END
        """
            .formatted(
                side.changed(),
                Names.qualified(side.name()),
                side.keyOf("side", "OLD"),
                side.writeRow().indent(4)),
        true);
  }

  private SyncTrigger truncation() {
    return new SyncTrigger(
        table.name(),
        SyncTrigger.name(table, name, "truncate"),
        "AFTER TRUNCATE",
        """
        BEGIN
          TRUNCATE %s;
          RETURN NULL;
        END
        """
            .formatted(Names.qualified(side.name())),
        true);
  }

  /** What a window would buy; no migration, since none would be safe. */
  private PlanPart inPlace() {
    List<String> sql = new ArrayList<>(rows().drop());
    sql.addAll(truncation().drop());
    sql.add("DROP TABLE " + Names.sql(side.name()));
    sql.add(
        "ALTER TABLE %s ADD CONSTRAINT %s %s".formatted(Names.sql(table), Names.sql(name), words));
    return new PlanPart.Application(
        "Leave it so, or put the constraint in its place in a window",
        """
        From here on it is enforced for good; nothing more needs to be done. Rows that the backfill has left out, with what they overlap:

        ```sql
        %s;
        ```

        Mend one of each pair by an UPDATE or DELETE and apply again. Who writes the table pays for a second row. The constraint itself can
        take over when nobody may read or write the table for as long as its index takes to build; measure that on a copy:

        ```sql
        BEGIN;
        %s;
        COMMIT;
        ```
        """
            .formatted(overlaps(), String.join(";\n", sql)));
  }

  /** The rows without one beside them, and the rows for which they were left out. */
  private String overlaps() {
    List<String> conditions = new ArrayList<>();
    for (ExclusionElement element : exclusion.elements()) {
      String operand =
          element
              .column()
              .column()
              .map(Names::sql)
              .orElseGet(() -> element.column().expression().orElseThrow().text());
      conditions.add(
          "(%s) %s (%s)"
              .formatted(of(operand, "left_out"), element.operator(), of(operand, "other")));
    }
    exclusion
        .where()
        .ifPresent(
            where -> {
              conditions.add("(%s)".formatted(of(where.text(), "left_out")));
              conditions.add("(%s)".formatted(of(where.text(), "other")));
            });
    return "SELECT left_out.*, other.*\n  FROM %1$s AS left_out JOIN %2$s AS other ON %3$s\n  WHERE NOT EXISTS (SELECT FROM %2$s AS side WHERE %4$s)"
        .formatted(
            Names.sql(table),
            Names.sql(side.name()),
            String.join(" AND ", conditions),
            side.keyOf("side", "left_out"));
  }

  private String of(String expression, String row) {
    Set<String> columns =
        Stream.concat(side.key().stream(), side.columns().stream())
            .map(column -> column.name())
            .collect(Collectors.toSet());
    return Expressions.ofRow(expression, columns, row);
  }

  /** Whether GiST is to compare plain values, which it cannot do by itself. */
  private boolean needsExtension() {
    return exclusion.method().equals("gist")
        && !before.schema().hasExtension(EXTENSION)
        && exclusion.elements().stream().anyMatch(this::isPlain);
  }

  private boolean isPlain(ExclusionElement element) {
    boolean compares = Set.of("=", "<>").contains(element.operator());
    Optional<DataType> type =
        element.column().column().flatMap(table::column).map(column -> column.type());
    boolean own =
        type.filter(DataType::isBuiltIn)
            .map(builtIn -> builtIn.name().name())
            .filter(base -> base.endsWith("range") || OWN_CLASSES.contains(base))
            .isPresent();
    return compares && !own && element.column().operatorClass().isEmpty();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (needsExtension()) {
      notes.add(
          "The first migration creates %s, with which GiST compares plain values, unless it is there: that wants CREATE on the database and the server's contrib modules. It stays on the way back."
              .formatted(EXTENSION));
    }
    if (repair.isEmpty()) {
      notes.add(
          "Rows that exclude each other end the backfill with the verification, which names none of them twice: mend them before, or say 'repair <UPDATE or DELETE>' to have a backfill written.");
    }
    notes.add(
        "INSERT ... ON CONFLICT DO NOTHING does not see the constraint: what it would leave out is refused. TRUNCATE, COPY and ON CONFLICT on other keys go on as they do.");
    return notes;
  }
}
