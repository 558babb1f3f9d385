package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.schema.RelationName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What a statement does, in sentences. */
final class StatementFacts {

  private static final int NAMED_AT_MOST = 5;

  private StatementFacts() {}

  static List<String> of(AnalysedStatement statement) {
    Effects effects = statement.effects();
    List<String> facts = new ArrayList<>();
    if (effects.unknown()) {
      facts.add("Not understood: nothing is promised.");
    }
    effects
        .failure()
        .ifPresent(
            failure ->
                facts.add(
                    "The server will refuse it: %s (SQLSTATE %s)."
                        .formatted(bare(failure.reason()), failure.sqlstate())));
    effects
        .breaks()
        .forEach(b -> facts.add("Breaks %s: %s.".formatted(b.object(), bare(b.reason()))));
    add(facts, "Destroys ", effects.dataLoss());
    add(facts, "Writes anew the whole of ", names(effects.rewrites()));
    add(facts, "Reads the whole of ", names(effects.scans()));
    add(facts, "Builds the index ", names(effects.indexBuilds()));
    add(facts, "Waits for ", effects.waitsFor().stream().sorted().toList());
    statement
        .estimate()
        .ifPresent(
            estimate ->
                facts.add(
                    "Takes about %s (%s)."
                        .formatted(
                            Words.range(estimate.low(), estimate.high()), estimate.basis())));
    facts.addAll(effects.notes());
    if (statement.assumed()) {
      facts.add("The history of a table is not known, so the cautious side was taken.");
    }
    return facts;
  }

  private static void add(List<String> facts, String words, Collection<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String first = names.stream().limit(NAMED_AT_MOST).collect(Collectors.joining(", "));
    int more = names.size() - NAMED_AT_MOST;
    facts.add(words + first + (more > 0 ? " and " + more + " more." : "."));
  }

  private static List<String> names(Collection<RelationName> relations) {
    return relations.stream().sorted().map(RelationName::toString).toList();
  }

  private static String bare(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
