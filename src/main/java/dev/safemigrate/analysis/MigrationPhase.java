package dev.safemigrate.analysis;

import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells which step of an expand and contract change a migration is. */
public final class MigrationPhase {

  /** What statements of the version that still runs fail for, or miss. */
  private static final Set<Breakage.Kind> HARMFUL =
      EnumSet.of(Breakage.Kind.READS, Breakage.Kind.WRITES, Breakage.Kind.LOSS);

  private MigrationPhase() {}

  /**
   * What the file says; else a contract is what the version that still runs cannot live with, also
   * where evidence says that it may go now, and everything else may run before the new version.
   */
  public static Phase of(MigrationScript script, AnalysedMigration analysed) {
    return declared(script).orElseGet(() -> derived(analysed));
  }

  /** What the file says, if it does. */
  public static Optional<Phase> declared(MigrationScript script) {
    Optional<Phase> last = Optional.empty();
    for (Directive directive : script.directives()) {
      if (directive instanceof Directive.InPhase inPhase) {
        return Optional.of(inPhase.phase());
      }
      if (directive instanceof Directive.ContractOf) {
        last = Optional.of(Phase.CONTRACT);
      } else if (directive instanceof Directive.Backfill && last.isEmpty()) {
        last = Optional.of(Phase.BACKFILL);
      }
    }
    return last;
  }

  /**
   * What a run that ends before a later phase leaves: the first pending migration of such a phase
   * and all pending ones behind it.
   *
   * @param scripts in the order in which they run
   * @param analysed the same, analysed
   * @param last the last phase that is applied
   */
  public static List<MigrationScript> left(
      List<MigrationScript> scripts, List<AnalysedMigration> analysed, Phase last) {
    List<MigrationScript> left = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      MigrationScript script = scripts.get(i);
      boolean callback = script.kind() == MigrationScript.Kind.CALLBACK;
      if (!callback
          && analysed.get(i).pending()
          && (!left.isEmpty() || of(script, analysed.get(i)).compareTo(last) > 0)) {
        left.add(script);
      }
    }
    return left;
  }

  private static Phase derived(AnalysedMigration analysed) {
    boolean breaks = analysed.statements().stream().anyMatch(MigrationPhase::breaks);
    return breaks ? Phase.CONTRACT : Phase.EXPAND;
  }

  private static boolean breaks(AnalysedStatement statement) {
    return statement.classification() == Classification.EXPAND_CONTRACT_REQUIRED
        || (!statement.newObjects()
            && statement.effects().breaks().stream()
                .anyMatch(breakage -> HARMFUL.contains(breakage.kind())));
  }
}
