package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.analysis.Verdict;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Lets pass what the check would let pass, with the history saying what is pending.
 *
 * @param wishes acknowledgements, server version and the like; its scripts are not looked at
 * @param failOn from which class on migrations are refused
 * @param table whose history tells what is pending
 * @param shown is told the analysis and the verdict before the latter is acted on
 * @param evidence adds what is known about contract steps
 * @param releases what the history knows of applied migrations
 */
public record Admission(
    AnalysisRequest wishes,
    FailOn failOn,
    HistoryTable table,
    BiConsumer<AnalysisResult, Verdict> shown,
    BiFunction<AnalysisRequest, Releases, AnalysisRequest> evidence,
    Releases releases)
    implements Apply.Gate {

  private static final Set<State> LEFT_OUT = Set.of(State.ABOVE_TARGET, State.LATER_PHASE);

  /** One that does not know the history yet. */
  public Admission(
      AnalysisRequest wishes,
      FailOn failOn,
      HistoryTable table,
      BiConsumer<AnalysisResult, Verdict> shown,
      BiFunction<AnalysisRequest, Releases, AnalysisRequest> evidence) {
    this(wishes, failOn, table, shown, evidence, Releases.UNKNOWN);
  }

  @Override
  public Apply.Gate knowing(Releases known) {
    return new Admission(wishes, failOn, table, shown, evidence, known);
  }

  @Override
  public Map<String, AnalysedMigration> analyse(List<MigrationState> states) {
    List<MigrationScript> scripts = ordered(states);
    // For effects and phases alone, on which evidence has no bearing.
    List<AnalysedMigration> analysed = Analysis.analyse(request(states, scripts)).migrations();
    Map<String, AnalysedMigration> byIdentity = new HashMap<>();
    for (int i = 0; i < scripts.size(); i++) {
      byIdentity.put(scripts.get(i).identity(), analysed.get(i));
    }
    return byIdentity;
  }

  @Override
  public Apply.Admitted admit(List<MigrationState> states, List<MigrationScript> callbacks)
      throws RunException {
    List<MigrationScript> pending = scripts(states, true);
    if (pending.isEmpty() && callbacks.isEmpty()) {
      return new Apply.Admitted(List.of(), List.of());
    }
    List<MigrationScript> all =
        MigrationFolder.around(ordered(states), callbacks, pending::contains);
    AnalysisRequest request = evidence.apply(request(states, all), releases);
    AnalysisResult result = Analysis.analyse(request);
    Verdict verdict = Verdict.of(result, failOn);
    shown.accept(result, verdict);
    if (!verdict.passes()) {
      throw new RunException(RunException.Kind.REFUSED, refusal(verdict, request.evidence()));
    }
    Map<MigrationScript, AnalysedMigration> analysed = new IdentityHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      analysed.put(all.get(i), result.migrations().get(i));
    }
    return new Apply.Admitted(analyses(analysed, pending), analyses(analysed, callbacks));
  }

  private static List<AnalysedMigration> analyses(
      Map<MigrationScript, AnalysedMigration> analysed, List<MigrationScript> scripts) {
    List<AnalysedMigration> found = new ArrayList<>();
    scripts.forEach(
        script -> found.add(Objects.requireNonNull(analysed.get(script), script.path())));
    return found;
  }

  /** Applied ones first. */
  private static List<MigrationScript> ordered(List<MigrationState> states) {
    List<MigrationScript> all = new ArrayList<>(scripts(states, false));
    all.addAll(scripts(states, true));
    return all;
  }

  private AnalysisRequest request(List<MigrationState> states, List<MigrationScript> ordered) {
    List<MigrationScript> applied = scripts(states, false);
    return request(ordered, identities(applied), pendingBehind(applied));
  }

  /** How down scripts divide into transactions, over what is applied; they are not judged. */
  @Override
  public List<AnalysedMigration> divide(
      List<MigrationState> states, List<MigrationScript> downScripts) {
    List<MigrationScript> applied = scripts(states, false);
    List<MigrationScript> all = new ArrayList<>(applied);
    downScripts.stream().map(Admission::distinct).forEach(all::add);
    return Analysis.analyse(request(all, identities(applied), pendingBehind(applied)))
        .migrations()
        .subList(applied.size(), all.size());
  }

  /** A down script has the identity of the migration that it takes back, which is applied. */
  private static MigrationScript distinct(MigrationScript down) {
    return new MigrationScript(
        down.kind(),
        down.version(),
        down.description(),
        "down:" + down.identity(),
        down.sql(),
        down.transaction(),
        down.directives(),
        down.checksum(),
        down.down());
  }

  private Pending pendingBehind(List<MigrationScript> applied) {
    return new Pending(Pending.By.HISTORY, "%s, %d applied".formatted(table, applied.size()));
  }

  private static Set<String> identities(List<MigrationScript> scripts) {
    return scripts.stream().map(MigrationScript::identity).collect(Collectors.toSet());
  }

  private AnalysisRequest request(
      List<MigrationScript> scripts, Set<String> applied, Pending pending) {
    return wishes
        .withScripts(scripts)
        .withApplied(applied)
        .withPending(pending)
        .withUnused(releases.firstInstall());
  }

  private static String refusal(Verdict verdict, List<Evidence> evidence) {
    return "%d findings refuse the run (failOn=%s):\n%s\n%sNothing was changed. Write it as the findings say, or acknowledge them with -- migrate:allow <rule> <reason>."
        .formatted(
            verdict.failing().size(),
            verdict.failOn(),
            verdict.failing().stream()
                .map(ReportedFinding::logLine)
                .map(line -> "  " + line)
                .collect(Collectors.joining("\n")),
            lacking(evidence));
  }

  /** What the proofs of contracts lack, once for all objects that lack the same. */
  private static String lacking(List<Evidence> evidence) {
    Map<String, List<String>> byFacts = new LinkedHashMap<>();
    evidence.stream()
        .filter(known -> !known.complete())
        .forEach(
            known ->
                byFacts
                    .computeIfAbsent(String.join(" ", known.facts()), facts -> new ArrayList<>())
                    .add(known.object()));
    if (byFacts.isEmpty()) {
      return "";
    }
    return byFacts.entrySet().stream()
        .map(same -> "  %s: %s\n".formatted(String.join(", ", same.getValue()), same.getKey()))
        .collect(Collectors.joining("", "The proof that these may go is not complete:\n", ""));
  }

  private static List<MigrationScript> scripts(List<MigrationState> states, boolean toApply) {
    return states.stream()
        .filter(state -> state.script().isPresent() && !LEFT_OUT.contains(state.state()))
        .filter(state -> state.toApply() == toApply)
        .map(state -> state.script().orElseThrow())
        .toList();
  }
}
