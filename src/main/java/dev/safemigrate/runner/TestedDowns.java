package dev.safemigrate.runner;

import dev.safemigrate.source.MigrationScript;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the last rehearsal has shown of down scripts.
 *
 * @param at when it ended
 * @param postgresVersion the major version that it ran on
 * @param downs of the migrations that were pending then
 */
public record TestedDowns(Instant at, int postgresVersion, List<Down> downs) {

  public TestedDowns {
    downs = List.copyOf(downs);
  }

  /** What became of a down script. */
  public enum Outcome {
    /** It led back to the schema from before its migration. */
    RESTORED,
    /** It ran and left another schema. */
    NOT_RESTORED,
    /** It could not be run to its end. */
    FAILED,
    /** Something before it failed or was missing. */
    NOT_RUN
  }

  /**
   * A down script in the form in which it was rehearsed.
   *
   * @param script its file
   * @param migrationChecksum of the migration that it takes back
   * @param checksum of its own
   */
  public record Down(String script, String migrationChecksum, String checksum, Outcome outcome) {

    private boolean isOf(MigrationScript migration, MigrationScript down) {
      return script.equals(down.name())
          && migrationChecksum.equals(migration.checksum())
          && checksum.equals(down.checksum());
    }
  }

  /** What is known of a migration's down script; empty when it was not rehearsed in this form. */
  Optional<Outcome> of(MigrationScript migration) {
    Optional<MigrationScript> down = migration.down();
    return downs.stream()
        .filter(tested -> down.filter(script -> tested.isOf(migration, script)).isPresent())
        .map(Down::outcome)
        .findFirst();
  }

  /** Whether it was rehearsed in another form. */
  boolean isStale(MigrationScript migration) {
    return of(migration).isEmpty()
        && downs.stream()
            .anyMatch(
                tested ->
                    migration
                        .down()
                        .filter(down -> down.name().equals(tested.script()))
                        .isPresent());
  }
}
