package dev.safemigrate.runner;

import dev.safemigrate.catalog.PgDump;
import dev.safemigrate.catalog.ServerFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * How to reach the database.
 *
 * @param url a JDBC URL without a password
 * @param user the database user; empty to leave it to the URL, pgpass or the service file
 * @param password empty to leave it to pgpass or the service file
 * @param connectTimeout how long one attempt to connect may take
 */
public record ConnectionSettings(
    String url, Optional<String> user, Optional<Secret> password, Duration connectTimeout) {

  private static final String SCHEME = "jdbc:postgresql:";

  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("[?&;](password|sslpassword|pwd)=", Pattern.CASE_INSENSITIVE);

  private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@");

  /** The ways to give a password, for messages. */
  public static final String SAFE_WAYS =
      "Give the password by a <server> in settings.xml (migrate.serverId), by the environment"
          + " (PGPASSWORD), by a pgpass file or by a service file.";

  /**
   * Refuses what is not a PostgreSQL URL and what carries a password.
   *
   * @throws RunException that does not repeat the URL when it holds a secret
   */
  public void check() throws RunException {
    if (SECRET_PARAMETER.matcher(url).find() || USER_INFO.matcher(url).find()) {
      throw new RunException(
          RunException.Kind.SETUP,
          "Parameter 'url' carries a password or user, which logs and process lists would show. "
              + SAFE_WAYS);
    }
    if (!url.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw new RunException(
          RunException.Kind.SETUP,
          "Parameter 'url' is '%s'; it must begin with %s, as in jdbc:postgresql://host:5432/shop."
              .formatted(url, SCHEME));
    }
  }

  /** The same database for pg_dump, as the driver has reached it. */
  public PgDump.Source dumpSource(Connection connection, ServerFacts facts) throws SQLException {
    HostSpec reached = connection.unwrap(PgConnection.class).getQueryExecutor().getHostSpec();
    return new PgDump.Source(
        reached.getHost(),
        reached.getPort(),
        facts.database(),
        facts.sessionUser(),
        password.map(Secret::reveal));
  }

  /** The URL without its parameters, for messages. */
  public String shownUrl() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  /**
   * The same for programs that use libpq: variables of their environment (the manual, libpq -
   * Environment Variables). A passfile they find themselves.
   *
   * @throws RunException when the driver does not understand the URL
   */
  public Map<String, String> environment() throws RunException {
    check();
    @Nullable Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw new RunException(
          RunException.Kind.SETUP, "The driver does not understand the URL " + shownUrl() + ".");
    }
    Map<String, String> environment = new TreeMap<>();
    put(environment, "PGHOST", PGProperty.PG_HOST.getOrDefault(parsed));
    put(environment, "PGPORT", PGProperty.PG_PORT.getOrDefault(parsed));
    put(environment, "PGDATABASE", PGProperty.PG_DBNAME.getOrDefault(parsed));
    put(environment, "PGUSER", PGProperty.USER.getOrDefault(parsed));
    put(environment, "PGPASSWORD", PGProperty.PASSWORD.getOrDefault(parsed));
    put(environment, "PGSSLMODE", PGProperty.SSL_MODE.getOrDefault(parsed));
    put(environment, "PGSSLROOTCERT", PGProperty.SSL_ROOT_CERT.getOrDefault(parsed));
    user.ifPresent(name -> environment.put("PGUSER", name));
    password.ifPresent(secret -> environment.put("PGPASSWORD", secret.reveal()));
    return environment;
  }

  private static void put(
      Map<String, String> environment, String variable, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      environment.put(variable, value);
    }
  }
}
