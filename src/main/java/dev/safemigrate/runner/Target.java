package dev.safemigrate.runner;

import dev.safemigrate.catalog.ServerFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The database that a run works on.
 *
 * @param url without parameters
 * @param facts what the server says of itself
 */
public record Target(String url, ServerFacts facts) {

  private static final int OLDEST_MAJOR = 12;

  /** Asks the server who it is. */
  public static Target of(Connection connection, ConnectionSettings settings) throws SQLException {
    return new Target(settings.shownUrl(), ServerFacts.read(connection));
  }

  /** One line: where, as whom, which version. */
  @Override
  public String toString() {
    return "%s, database %s, user %s, PostgreSQL %s"
        .formatted(url, facts.database(), facts.currentUser(), facts.version());
  }

  /**
   * Refuses a server on which no migration can be applied, and one that was not confirmed.
   *
   * @param confirmed the database's name as the user typed it
   * @param confirmationRequired whether it must have been typed
   */
  public void requireMigratable(Optional<String> confirmed, boolean confirmationRequired)
      throws RunException {
    if (facts.majorVersion() < OLDEST_MAJOR) {
      throw refused(
          "PostgreSQL %s is older than %d, which this plugin does not know"
              .formatted(facts.version(), OLDEST_MAJOR));
    }
    if (facts.inRecovery()) {
      throw refused("it is a replica (in recovery); give the URL of the primary server");
    }
    if (facts.readOnly()) {
      throw refused(
          "its transactions are read-only (default_transaction_read_only); use a role or server"
              + " that may write");
    }
    if (confirmationRequired && !confirmed.equals(Optional.of(facts.database()))) {
      throw refused(
          "the target must be confirmed (requireConfirm): add -Dmigrate.confirm="
              + facts.database());
    }
  }

  private RunException refused(String reason) {
    return new RunException(
        RunException.Kind.REFUSED, "%s: %s. Nothing was changed.".formatted(url, reason));
  }
}
