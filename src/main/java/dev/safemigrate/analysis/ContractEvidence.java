package dev.safemigrate.analysis;

import dev.safemigrate.finding.CodeUse;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is known about the objects that pending contract migrations take away.
 *
 * <p>A contract names its expand ({@code -- migrate:contract-of}). It is proven when the expand and
 * all backfills between the two are applied, came with an earlier project version, what they
 * promise has been seen to hold, and no code names the object. What the expand itself has created
 * to keep both versions going, triggers and their functions, no code can name: it may go with the
 * objects that it served. What the file acknowledges needs no proof.
 */
public final class ContractEvidence {

  private final AnalysisRequest request;
  private final Releases releases;
  private final Code code;
  private final List<AnalysedMigration> analysed;

  private ContractEvidence(AnalysisRequest request, Releases releases, Code code) {
    this.request = request;
    this.releases = releases;
    this.code = code;
    this.analysed = Analysis.analyse(request).migrations();
  }

  /** Tells whether the project's code names something. */
  public interface Code {

    /** An object as breakages name it: {@code public.orders.total}. */
    CodeUse use(String object);

    /** A label of an enum, which code names without its type. */
    default CodeUse useOfLabel(String object, String label) {
      return use(object);
    }
  }

  /** What was found for one contract migration and one object. */
  public record Found(String migration, Evidence evidence) {

    /** What is missing, as a line of a log; empty where nothing is. */
    public Optional<String> missing() {
      return evidence.complete()
          ? Optional.empty()
          : Optional.of(
              "%s: %s may not go yet: %s"
                  .formatted(migration, evidence.object(), String.join(" ", evidence.facts())));
    }
  }

  /**
   * Looks at every pending contract migration of the request that names its expand.
   *
   * @param releases what is known of applied migrations
   * @param code tells whether the project's code names an object
   */
  public static List<Found> of(AnalysisRequest request, Releases releases, Code code) {
    boolean any = request.scripts().stream().anyMatch(script -> isPendingContract(request, script));
    return any ? new ContractEvidence(request, releases, code).collect() : List.of();
  }

  private List<Found> collect() {
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < request.scripts().size(); i++) {
      MigrationScript script = request.scripts().get(i);
      if (isPendingContract(request, script)) {
        for (Evidence evidence : evidence(script, analysed.get(i))) {
          found.add(new Found(script.name(), evidence));
        }
      }
    }
    return found;
  }

  private static boolean isPendingContract(AnalysisRequest request, MigrationScript script) {
    return !request.applied().contains(script.identity()) && !expands(script).isEmpty();
  }

  private static List<String> expands(MigrationScript script) {
    return script.directives().stream()
        .filter(Directive.ContractOf.class::isInstance)
        .map(directive -> ((Directive.ContractOf) directive).version())
        .toList();
  }

  private List<Evidence> evidence(MigrationScript contract, AnalysedMigration migration) {
    Proof proof = new Proof();
    expands(contract).forEach(expand -> proof.of(expand, contract));
    List<AnalysedMigration> own =
        expands(contract).stream()
            .flatMap(expand -> named(expand).stream())
            .map(expand -> analysed.get(request.scripts().indexOf(expand)))
            .toList();
    TakenAway taken = TakenAway.of(migration, own, request.schema());
    List<Evidence> found = new ArrayList<>();
    List<String> stillNamed = new ArrayList<>();
    for (String object : taken.objects()) {
      @Nullable String label = taken.labels().get(object);
      CodeUse use = label == null ? code.use(object) : code.useOfLabel(object, label);
      if (!use.absent()) {
        stillNamed.add(object);
      }
      found.add(proof.evidence(object, use.absent(), use.facts()));
    }
    List<String> facts = new ArrayList<>();
    if (taken.objects().isEmpty()) {
      facts.addAll(uses(taken.served(), stillNamed));
    }
    if (!stillNamed.isEmpty()) {
      facts.add(
          0,
          "it serves %s, which the code may still name.".formatted(String.join(", ", stillNamed)));
    } else if (taken.objects().isEmpty() && taken.servesUnknown()) {
      facts.add(
          "it is not known which older columns it serves, so that the code cannot be searched for them: if none names them, acknowledge the finding.");
    }
    for (String object : taken.ownObjects()) {
      found.add(proof.evidence(object, facts.isEmpty(), facts));
    }
    return found;
  }

  /** Alone, what keeps both versions going must stay as long as code names the old columns. */
  private List<String> uses(Set<String> columns, List<String> stillNamed) {
    List<String> facts = new ArrayList<>();
    for (String column : columns) {
      CodeUse use = code.use(column);
      if (!use.absent()) {
        stillNamed.add(column);
        facts.addAll(use.facts());
      }
    }
    return facts;
  }

  /** What is known about the expands of one contract. */
  private final class Proof {
    private final Set<String> facts = new LinkedHashSet<>();
    private boolean earlier = true;
    private boolean verified = true;

    private Evidence evidence(String object, boolean unused, List<String> code) {
      List<String> all = new ArrayList<>(facts);
      all.addAll(code);
      return new Evidence(object, earlier, verified, unused, all);
    }

    private void of(String text, MigrationScript contract) {
      if (releases.firstInstall()) {
        return; // All comes at once, in its order, and nobody works on the database yet.
      }
      Optional<MigrationScript> expand = named(text);
      Optional<String> identity =
          expand
              .map(MigrationScript::identity)
              .filter(request.applied()::contains)
              .or(() -> expand.isPresent() ? Optional.empty() : applied(text));
      if (identity.isEmpty()) {
        earlier = false;
        facts.add(
            expand
                .map(script -> "its expand %s is not applied: apply it with a release before.")
                .orElse("its expand %s is not known to be applied: say what is (url, base).")
                .formatted(expand.map(MigrationScript::name).orElse(text)));
      } else {
        step(identity.get(), expand.map(MigrationScript::name).orElse(text));
        releases.applied().entrySet().stream()
            .dropWhile(release -> !release.getKey().equals(identity.get()))
            .skip(1)
            .filter(release -> release.getValue().phase().equals(Optional.of(Phase.BACKFILL)))
            .filter(release -> serves(release.getKey(), contract))
            .forEach(release -> step(release.getKey(), release.getValue().name()));
      }
      List<String> open = openBackfills(expand, contract);
      if (!open.isEmpty()) {
        verified = false;
        facts.add(
            "%s is not applied and so not verified: run migrate:apply -Dmigrate.phase=backfill."
                .formatted(String.join(", ", open)));
      }
    }

    /** An applied step must be of an earlier release, and hold. */
    private void step(String identity, String name) {
      releases
          .doubt(identity, name)
          .ifPresent(
              doubt -> {
                earlier = false;
                facts.add(doubt + ".");
              });
      Releases.@Nullable Release release = releases.applied().get(identity);
      if (release != null && !release.verified()) {
        verified = false;
        facts.add(
            "the verification of %s has not been true yet: run migrate:apply, which asks again."
                .formatted(name));
      }
    }
  }

  /** Over a base the applied files are not read; their identities are known all the same. */
  private Optional<String> applied(String text) {
    Version asked = version(text);
    return request.applied().stream()
        .filter(identity -> asked.readLike(version(identity)).equals(version(identity)))
        .findFirst();
  }

  private static Version version(String text) {
    return Version.ofNumbers(text).orElseGet(() -> Version.ofLabel(text));
  }

  private Optional<MigrationScript> named(String text) {
    Version asked = version(text);
    return request.scripts().stream()
        .filter(script -> script.kind() == MigrationScript.Kind.VERSIONED)
        .filter(
            script -> script.version().filter(v -> asked.readLike(v).compareTo(v) == 0).isPresent())
        .findFirst();
  }

  /**
   * Whether a backfill prepares the contract: it works on one of the same tables, and no contract
   * of another expand on them stands between the two. Over a base the applied ones are not read,
   * and so count.
   */
  private boolean serves(String backfill, MigrationScript contract) {
    List<MigrationScript> scripts = request.scripts();
    int own = scripts.indexOf(contract);
    for (int i = 0; i < own; i++) {
      if (scripts.get(i).identity().equals(backfill)) {
        int at = i;
        return onSameTable(at, own)
            && IntStream.range(at + 1, own)
                .filter(later -> isContract(scripts.get(later)))
                .filter(
                    later -> Collections.disjoint(expands(scripts.get(later)), expands(contract)))
                .noneMatch(later -> onSameTable(at, later));
      }
    }
    return request.applied().contains(backfill);
  }

  private boolean onSameTable(int one, int other) {
    return !TouchedTables.common(analysed.get(one), analysed.get(other)).isEmpty();
  }

  private static boolean isContract(MigrationScript script) {
    return MigrationPhase.declared(script).filter(phase -> phase == Phase.CONTRACT).isPresent();
  }

  /** Backfills behind the expand and before the contract that production has not seen. */
  private List<String> openBackfills(Optional<MigrationScript> expand, MigrationScript contract) {
    List<MigrationScript> scripts = request.scripts();
    List<String> open = new ArrayList<>();
    for (int i = expand.map(scripts::indexOf).orElse(-1) + 1; i < scripts.indexOf(contract); i++) {
      MigrationScript script = scripts.get(i);
      boolean backfill =
          MigrationPhase.declared(script).filter(phase -> phase == Phase.BACKFILL).isPresent();
      if (backfill
          && !request.applied().contains(script.identity())
          && serves(script.identity(), contract)) {
        open.add(script.name());
      }
    }
    return open;
  }
}
