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
import java.util.TreeMap;
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
      wanted.merge(table.getKey().toString(), space.total(table.getValue()), Long::sum);
    }
    for (Map.Entry<RelationName, Long> index :
        RelationIds.find(connection, needs.reindexed).entrySet()) {
      wanted.merge(index.getKey().toString(), space.indexes(index.getValue()), Long::sum);
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
        long size = space.newIndex(tables.get(table), columns(build));
        wanted.merge("an index on " + table, size, Long::sum);
      }
    }
    long sum = wanted.values().stream().mapToLong(Long::longValue).sum();
    OptionalLong free = space.free();
    boolean tooMuch = free.isPresent() && sum > free.getAsLong();
    return tooMuch || sum >= limits.diskBytes()
        ? Optional.of(finding(sum, free, tooMuch))
        : Optional.empty();
  }

  private PreflightFinding finding(long sum, OptionalLong free, boolean tooMuch) {
    String parts =
        wanted.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(3)
            .map(part -> part.getKey() + " " + bytes(part.getValue()))
            .collect(Collectors.joining(", "));
    return new PreflightFinding(
        tooMuch,
        "rewrites and index builds need about %s more space (%s)".formatted(bytes(sum), parts),
        free.isPresent()
            ? "%s is free where the data are, and about as much log is written"
                .formatted(bytes(free.getAsLong()))
            : "SQL cannot tell how much is free, and about as much log is written",
        tooMuch ? "Make room first" : "Look on the server that there is room");
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
