package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens sessions on one database. */
public final class Sessions {

  /** What every session of this plugin is called in pg_stat_activity, before its purpose. */
  public static final String APPLICATION_NAME = "migrate-maven-plugin";

  private final ConnectionSettings settings;

  public Sessions(ConnectionSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens a session in auto-commit mode.
   *
   * <p>Statements go out in the simple protocol, as they are: the driver then neither splits them
   * nor takes a question mark for a parameter.
   *
   * @param purpose shown in pg_stat_activity, as in {@code apply}
   * @throws RunException when the database cannot be reached, with the way to mend it
   */
  public Connection open(String purpose) throws RunException {
    settings.check();
    Properties properties = new Properties();
    settings.user().ifPresent(user -> PGProperty.USER.set(properties, user));
    settings.password().ifPresent(secret -> PGProperty.PASSWORD.set(properties, secret.reveal()));
    // Sends the name with the start of the session, so that DISCARD ALL does not take it away.
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "9.0");
    PGProperty.APPLICATION_NAME.set(properties, APPLICATION_NAME + " " + purpose);
    PGProperty.CONNECT_TIMEOUT.set(
        properties, Math.max(1, (int) settings.connectTimeout().toSeconds()));
    PGProperty.LOGIN_TIMEOUT.set(
        properties, Math.max(1, (int) settings.connectTimeout().toSeconds()));
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    try {
      Connection connection = new Driver().connect(settings.url(), properties);
      if (connection == null) {
        throw new RunException(
            RunException.Kind.SETUP,
            "The driver does not understand the URL " + settings.shownUrl() + ".");
      }
      return connection;
    } catch (SQLException e) {
      throw new RunException(RunException.Kind.SETUP, ConnectionProblem.explain(settings, e), e);
    }
  }
}
