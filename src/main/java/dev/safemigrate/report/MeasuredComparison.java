package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.Measurement.Blocking;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.report.page.MigrationView.ComparedRow;
import dev.safemigrate.report.page.MigrationView.Comparison;
import dev.safemigrate.schema.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds what was measured against what was predicted. */
final class MeasuredComparison {

  private static final String NOTHING = "\u2013";

  private MeasuredComparison() {}

  static Optional<Comparison> of(AnalysedStatement statement) {
    return statement.measured().map(measured -> compare(statement.effects(), measured));
  }

  private static Comparison compare(Effects predicted, Measurement measured) {
    List<ComparedRow> rows = new ArrayList<>();
    Set<RelationName> relations = new TreeSet<>();
    Stream.concat(predicted.locks().stream(), measured.locks().stream())
        .filter(lock -> !lock.unseen())
        .forEach(lock -> relations.add(lock.relation()));
    for (RelationName relation : relations) {
      rows.add(
          row(
              "Lock on " + relation,
              mode(predicted.lockFeltOn(relation)),
              mode(measured.lockFeltOn(relation))));
    }
    for (Blocking met : measured.blocking()) {
      rows.add(
          row(
              "Others on " + met.relation(),
              others(predicted.lockFeltOn(met.relation()), met.writes().isPresent()),
              others(met.reads(), met.writes().orElse(false))));
    }
    rows.addAll(sets("Written anew", predicted.rewrites(), measured.rewrites()));
    rows.addAll(sets("Read in full", predicted.scans(), measured.scans()));
    rows.addAll(sets("Index built", predicted.indexBuilds(), measured.indexBuilds()));
    measured
        .walBytes()
        .ifPresent(
            bytes -> rows.add(new ComparedRow("Write-ahead log", NOTHING, bytes(bytes), true)));
    String on =
        measured.rows().isPresent()
            ? " on " + Words.count(measured.rows().getAsLong(), "row", "rows")
            : "";
    boolean same = rows.stream().allMatch(ComparedRow::same);
    return new Comparison(
        "Measured: %s%s, %s"
            .formatted(
                Words.duration(measured.seconds()), on, same ? "as predicted" : "not as predicted"),
        rows);
  }

  private static List<ComparedRow> sets(
      String what, Set<RelationName> predicted, Set<RelationName> measured) {
    if (predicted.isEmpty() && measured.isEmpty()) {
      return List.of();
    }
    return List.of(row(what, names(predicted), names(measured)));
  }

  private static ComparedRow row(String what, String predicted, String measured) {
    return new ComparedRow(what, predicted, measured, predicted.equals(measured));
  }

  private static String others(Optional<RelationLock> lock, boolean writable) {
    return others(
        lock.filter(l -> l.mode().blocksReads()).isPresent(),
        writable && lock.filter(l -> l.mode().blocksWrites()).isPresent());
  }

  private static String others(boolean readsWait, boolean writesWait) {
    if (readsWait && writesWait) {
      return "readers and writers wait";
    }
    if (readsWait || writesWait) {
      return readsWait ? "readers wait" : "writers wait";
    }
    return "nobody waits";
  }

  private static String bytes(long bytes) {
    return bytes < 10_000 ? bytes + " bytes" : bytes / 1000 + " kB";
  }

  private static String mode(Optional<RelationLock> lock) {
    return lock.map(l -> l.mode().sqlName()).orElse(NOTHING);
  }

  private static String names(Set<RelationName> relations) {
    return relations.isEmpty()
        ? NOTHING
        : String.join(", ", relations.stream().sorted().map(RelationName::toString).toList());
  }
}
