package dev.safemigrate.runner;

import dev.safemigrate.source.Directive.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What of a release may reach the database now.
 *
 * @param lastPhase no migration of a later phase is applied, nor what stands behind it; empty for
 *     all phases
 * @param earlyContracts whether a contract may be applied with the project version that its expand
 *     came with, because no version of the application works on the database
 * @param window when risky migrations may be applied; empty for at any time
 * @param clock says whether the window is open
 * @param backupAge how old the last backup may be; empty when none is asked for
 * @param dataLoss whether down scripts may destroy data
 * @param after what is looked at when all is applied
 * @param tested what a rehearsal has shown of down scripts, if one is known
 */
public record ReleaseRules(
    Optional<Phase> lastPhase,
    boolean earlyContracts,
    Optional<ApplyWindow> window,
    Clock clock,
    Optional<Duration> backupAge,
    boolean dataLoss,
    AfterApply after,
    Optional<TestedDowns> tested) {

  /** Where no rehearsal is known. */
  public ReleaseRules(
      Optional<Phase> lastPhase,
      boolean earlyContracts,
      Optional<ApplyWindow> window,
      Clock clock,
      Optional<Duration> backupAge,
      boolean dataLoss,
      AfterApply after) {
    this(lastPhase, earlyContracts, window, clock, backupAge, dataLoss, after, Optional.empty());
  }

  /** For a database that nobody else works on. */
  public static final ReleaseRules NONE =
      new ReleaseRules(
          Optional.empty(),
          true,
          Optional.empty(),
          Clock.systemUTC(),
          Optional.empty(),
          true,
          AfterApply.NOTHING);
}
