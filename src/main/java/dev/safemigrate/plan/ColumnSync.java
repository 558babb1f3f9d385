package dev.safemigrate.plan;

import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Old and new columns of one table that a trigger keeps in step, whichever of them a version
 * writes.
 *
 * <p>The trigger changes the row that is being written and writes no other, so it cannot call
 * itself, and RETURNING, ON CONFLICT and COPY see its work. Which side was written it finds out by
 * comparing: in an INSERT the side that left its default, in an UPDATE the side that differs from
 * the row before.
 *
 * @param table their table
 * @param old the columns of the running version
 * @param added the columns of the next version
 * @param exact true when each side has exactly one value for every value of the other, so that
 *     taking the other's value never loses anything
 */
record ColumnSync(Table table, List<Side> old, List<Side> added, boolean exact) {

  ColumnSync {
    old = List.copyOf(old);
    added = List.copyOf(added);
  }

  /**
   * A column of one side.
   *
   * @param name its name
   * @param type its type
   * @param fromOther its value as an expression over the columns of the other side
   * @param steadyDefault its default while both versions run
   */
  record Side(String name, SqlType type, String fromOther, Optional<String> steadyDefault) {}

  SyncTrigger trigger() {
    String names = added.stream().map(Side::name).collect(Collectors.joining("_"));
    return new SyncTrigger(
        table,
        SyncTrigger.name(table, names),
        "BEFORE INSERT OR UPDATE",
        exact ? exactBody() : convertingBody());
  }

  /** SET clause of the backfill. */
  String assignments() {
    return added.stream()
        .map(side -> Names.sql(side.name()) + " = " + side.fromOther())
        .collect(Collectors.joining(", "));
  }

  private String exactBody() {
    return """
        BEGIN
          IF TG_OP = 'INSERT' THEN
            -- The version that wrote the row moved its own column away from the default.
            IF %s THEN
        %s    ELSE
        %s    END IF;
          ELSIF %s THEN
        %s  ELSE
        %s  END IF;
          RETURN NEW;
        END
        """
        .formatted(
            leftDefault(),
            assign(old, added, 6),
            assign(added, old, 6),
            changed(added),
            assign(old, added, 4),
            assign(added, old, 4));
  }

  /** Where converting there and back may give another value, what agrees already is left alone. */
  private String convertingBody() {
    StringBuilder declared = new StringBuilder();
    StringBuilder computed = new StringBuilder();
    StringBuilder taken = new StringBuilder();
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; i < added.size(); i++) {
      Side side = added.get(i);
      String wanted = "wanted_" + (i + 1);
      declared.append("  %s %s;\n".formatted(wanted, side.type().sql()));
      computed.append("    %s := %s;\n".formatted(wanted, ofNewRow(side.fromOther(), old)));
      taken.append("%s := %s;\n".formatted(newRow(side), wanted));
      disagreements.add(side.type().differs(newRow(side), wanted));
    }
    String disagree = String.join(" OR ", disagreements);
    return """
        DECLARE
        %sBEGIN
          BEGIN
        %s  EXCEPTION WHEN data_exception THEN
            NULL; -- No value for the new version; the verification finds the row.
          END;
          IF TG_OP = 'INSERT' THEN
            -- The version that wrote the row moved its own columns away from their defaults.
            IF NOT (%s) THEN
        %s    ELSIF %s THEN
        %s    END IF;
          ELSIF %s THEN
            IF %s THEN
        %s    END IF;
          ELSIF %s THEN
        %s  END IF;
          RETURN NEW;
        END
        """
        .formatted(
            declared,
            computed,
            leftDefault(),
            taken.toString().indent(6),
            disagree,
            assign(old, added, 6),
            changed(added),
            disagree,
            assign(old, added, 6),
            changed(old) + " OR (" + unfilled() + ")",
            taken.toString().indent(4));
  }

  private String leftDefault() {
    return added.stream()
        .map(
            side ->
                side.steadyDefault()
                    .map(
                        value ->
                            side.type()
                                .differs(
                                    newRow(side),
                                    "CAST(%s AS %s)".formatted(value, side.type().sql())))
                    .orElse(newRow(side) + " IS NOT NULL"))
        .collect(Collectors.joining(" OR "));
  }

  private static String changed(List<Side> sides) {
    return sides.stream()
        .map(side -> side.type().differs(newRow(side), "OLD." + Names.sql(side.name())))
        .collect(Collectors.joining(" OR "));
  }

  private String unfilled() {
    return added.stream()
        .map(side -> "OLD." + Names.sql(side.name()) + " IS NULL")
        .collect(Collectors.joining(" AND "));
  }

  private static String assign(List<Side> to, List<Side> from, int indent) {
    return to.stream()
        .map(side -> "%s := %s;\n".formatted(newRow(side), ofNewRow(side.fromOther(), from)))
        .collect(Collectors.joining())
        .indent(indent);
  }

  private static String ofNewRow(String expression, List<Side> columns) {
    Set<String> names = columns.stream().map(Side::name).collect(Collectors.toSet());
    return Expressions.ofNewRow(expression, names);
  }

  private static String newRow(Side side) {
    return "NEW." + Names.sql(side.name());
  }
}
