package dev.safemigrate.runner;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.catalog.DiskSpace;
import dev.safemigrate.catalog.RelationIds;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much disk space a run needs while it works: what is written anew is there twice until its
 * transaction ends.
 */
final class PreflightSpace {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
  private static final int STEP = 1024;

  private final Connection connection;
  private final PreflightNeeds needs;
  private final PreflightLimits limits;
  private final DiskSpace space;
  private final Map<String, Long> wanted = new TreeMap<>();
  private final Set<Long> relations = new TreeSet<>();
  private long largestBuild;

  PreflightSpace(Connection connection, PreflightNeeds needs, PreflightLimits limits) {
    this.connection = connection;
    this.needs = needs;
    this.limits = limits;
    this.space = new DiskSpace(connection);
  }

  /** Empty where it is little. */
  Optional<PreflightFinding> look() throws SQLException {
    for (Map.Entry<RelationName, Long> table :
        RelationIds.find(connection, needs.rewritten).entrySet()) {
      want(table.getKey().toString(), table.getValue(), space.total(table.getValue()));
    }
    for (Map.Entry<RelationName, Long> index :
        RelationIds.find(connection, needs.reindexed).entrySet()) {
      want(index.getKey().toString(), index.getValue(), space.indexes(index.getValue()));
    }
    Map<RelationName, Long> tables =
        RelationIds.find(
            connection,
            needs.builds.stream()
                .map(build -> PreflightNeeds.relation(build.table().name()))
                .collect(Collectors.toSet()));
    for (CreateIndex build : needs.builds) {
      RelationName table = PreflightNeeds.relation(build.table().name());
      if (tables.containsKey(table)) {
        long bytes = space.newIndex(tables.get(table), columns(build));
        want("an index on " + table, tables.get(table), bytes);
        largestBuild = Math.max(largestBuild, bytes);
      }
    }
    long sum = wanted.values().stream().mapToLong(Long::longValue).sum();
    OptionalLong free = space.free();
    boolean tooMuch = free.isPresent() && sum > free.getAsLong();
    return tooMuch || sum >= limits.diskBytes()
        ? Optional.of(finding(sum, free, tooMuch))
        : Optional.empty();
  }

  private void want(String what, long relation, long bytes) {
    wanted.merge(what, bytes, Long::sum);
    relations.add(relation);
  }

  private PreflightFinding finding(long sum, OptionalLong free, boolean tooMuch)
      throws SQLException {
    String parts =
        wanted.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(3)
            .map(part -> part.getKey() + " " + bytes(part.getValue()))
            .collect(Collectors.joining(", "));
    List<String> facts = new ArrayList<>();
    facts.add(
        free.isPresent()
            ? bytes(free.getAsLong()) + " is free where the data are"
            : "how much is free is unknown, for SQL cannot tell; " + tablespaces());
    facts.add("about as much log is written");
    List<String> slots = space.unreadSlots();
    if (!slots.isEmpty()) {
      facts.add(
          "all of it is kept for replication slots that nobody reads (%s)"
              .formatted(String.join(", ", slots)));
    }
    OptionalLong sortLimit = space.sortLimit();
    if (sortLimit.isPresent() && largestBuild > sortLimit.getAsLong()) {
      facts.add(
          "an index of %s may fail, for temp_file_limit allows %s to be sorted on disk"
              .formatted(bytes(largestBuild), bytes(sortLimit.getAsLong())));
    }
    return new PreflightFinding(
        tooMuch,
        "rewrites and index builds need about %s more space (%s)".formatted(bytes(sum), parts),
        String.join(", ", facts),
        tooMuch ? "Make room first" : "Look on the server that there is room");
  }

  /** What of it the server tells. */
  private String tablespaces() throws SQLException {
    return space.tablespaces(relations).entrySet().stream()
        .map(
            each ->
                "tablespace %s holds %s"
                    .formatted(
                        each.getKey(),
                        each.getValue().isPresent()
                            ? bytes(each.getValue().getAsLong())
                            : "what this user may not ask"))
        .collect(Collectors.joining(", "));
  }

  private static String[] columns(CreateIndex build) {
    List<String> columns = new ArrayList<>();
    Stream.concat(build.columns().stream(), build.include().stream())
        .map(IndexColumn::column)
        .forEach(column -> column.ifPresent(columns::add));
    return columns.toArray(new String[0]);
  }

  /** As in {@code 1.5 GB}. */
  static String bytes(long number) {
    double value = number / (double) STEP;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
