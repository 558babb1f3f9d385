package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Alembic's: one row for each head; its ancestors are applied too. Who descends from whom stands in
 * the comments that {@code upgrade --sql} prints.
 */
final class AlembicFormat implements HistoryFormat {

  private static final Pattern UPGRADE =
      Pattern.compile("(?m)^-- Running upgrade ([^\\n]*?) -> ([^\\s,]+)");

  @Override
  public NamingStyle tool() {
    return NamingStyle.ALEMBIC;
  }

  @Override
  public Set<String> tables() {
    return Set.of("alembic_version");
  }

  @Override
  public boolean recognises(Set<String> columns) {
    return columns.equals(Set.of("version_num"));
  }

  @Override
  public Map<String, AppliedElsewhere> applied(HistoryRows rows, List<MigrationScript> scripts)
      throws SQLException {
    Map<String, Set<String>> parents = parents(scripts);
    Deque<String> open = new ArrayDeque<>();
    rows.select(List.of("version_num"), "").forEach(row -> open.add(row.get(0)));
    Set<String> applied = new HashSet<>();
    while (!open.isEmpty()) {
      String revision = open.remove();
      if (applied.add(revision)) {
        open.addAll(parents.getOrDefault(revision, Set.of()));
      }
    }
    return scripts.stream()
        .map(MigrationScript::identity)
        .filter(applied::contains)
        .collect(Collectors.toMap(name -> name, name -> AppliedElsewhere.UNKNOWN_WHEN));
  }

  private static Map<String, Set<String>> parents(List<MigrationScript> scripts) {
    Map<String, Set<String>> parents = new HashMap<>();
    scripts.stream()
        .map(script -> script.sql().fileText())
        .distinct()
        .forEach(
            text -> {
              Matcher line = UPGRADE.matcher(text);
              while (line.find()) {
                Set<String> before =
                    parents.computeIfAbsent(line.group(2), revision -> new HashSet<>());
                Pattern.compile("[\\s,]+")
                    .splitAsStream(line.group(1))
                    .filter(parent -> !parent.isEmpty())
                    .forEach(before::add);
              }
            });
    return parents;
  }
}
