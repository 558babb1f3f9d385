package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.analysis.TouchedTables;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses a contract whose expand comes with the same project version: the version of the
 * application that runs meanwhile still needs what the contract takes away.
 */
final class ContractGuard {

  private final List<MigrationState> states;
  private final Apply.Gate gate;
  private final String projectVersion;
  private final boolean onlyVersion;

  private ContractGuard(
      List<MigrationState> states, Apply.Gate gate, String projectVersion, boolean onlyVersion) {
    this.states = states;
    this.gate = gate;
    this.projectVersion = projectVersion;
    this.onlyVersion = onlyVersion;
  }

  /**
   * A database that knows a single version may well have an application of an earlier one: that of
   * a project that never raises it.
   *
   * @param firstInstall what {@link FirstInstall} says of the database
   * @throws RunException with the contract, its expand and what to do
   */
  static void require(
      List<HistoryEntry> entries,
      List<MigrationState> states,
      RunSettings settings,
      Apply.Gate gate,
      boolean firstInstall)
      throws RunException {
    Optional<String> version = settings.appliedBy().projectVersion().map(Releases::release);
    if (settings.release().earlyContracts() || version.isEmpty() || firstInstall) {
      return;
    }
    ContractGuard guard =
        new ContractGuard(
            states, gate, version.get(), ReleaseHistory.knowsOnly(entries, version.get()));
    for (MigrationState state : states) {
      if (state.toApply()) {
        guard.require(state.script().orElseThrow());
      }
    }
  }

  private void require(MigrationScript contract) throws RunException {
    List<String> named =
        contract.directives().stream()
            .filter(Directive.ContractOf.class::isInstance)
            .map(directive -> ((Directive.ContractOf) directive).version())
            .toList();
    for (String expand : named) {
      refuseIfSameRelease(contract, named(contract, expand));
    }
    if (named.isEmpty() && isContract(contract)) {
      requireUnnamed(contract);
    }
  }

  private MigrationState named(MigrationScript contract, String text) throws RunException {
    Version asked = Version.ofNumbers(text).orElseGet(() -> Version.ofLabel(text));
    for (MigrationState state : states) {
      Optional<Version> version =
          state
              .script()
              .filter(script -> script.kind() == MigrationScript.Kind.VERSIONED)
              .map(MigrationStates::versionOf)
              .or(() -> state.entry().map(MigrationStates::versionOf));
      if (version.filter(found -> asked.readLike(found).equals(found)).isPresent()) {
        return state;
      }
    }
    throw new RunException(
        RunException.Kind.REFUSED,
        "%s says that it is the contract of version %s (migrate:contract-of), which is neither in the history nor among the files. Nothing was changed."
            .formatted(contract.name(), text));
  }

  /** Without a name, an expand is one that says so and works on the same tables. */
  private void requireUnnamed(MigrationScript contract) throws RunException {
    Map<String, AnalysedMigration> analysed = gate.analyse(states);
    AnalysedMigration own = analysed.get(contract.identity());
    for (MigrationState state : states) {
      Optional<AnalysedMigration> other =
          state
              .script()
              .filter(script -> MigrationPhase.declared(script).equals(Optional.of(Phase.EXPAND)))
              .map(script -> analysed.get(script.identity()));
      if (own != null && other.isPresent() && !TouchedTables.common(own, other.get()).isEmpty()) {
        refuseIfSameRelease(contract, state);
      }
    }
  }

  private static boolean isContract(MigrationScript script) {
    return MigrationPhase.declared(script).equals(Optional.of(Phase.CONTRACT));
  }

  private void refuseIfSameRelease(MigrationScript contract, MigrationState expand)
      throws RunException {
    boolean same =
        expand.toApply()
            || expand
                .entry()
                .flatMap(entry -> entry.appliedBy().projectVersion())
                .map(Releases::release)
                .filter(projectVersion::equals)
                .isPresent();
    if (same) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("%s is the contract of %s, which comes with the same project version %s: the version of"
                  + " the application that runs now still needs what the contract takes away."
                  + " Nothing was changed. Apply the rest with -Dmigrate.phase=backfill, and the"
                  + " contract with a later project version. Where no application works on the"
                  + " database, -Dmigrate.allowEarlyContract=true applies it now.%s")
              .formatted(
                  contract.name(),
                  expand.file(),
                  projectVersion,
                  onlyVersion ? " The history knows only this version: raise it." : ""));
    }
  }
}
