package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.Verdict;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.runner.Admission;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.schema.SchemaState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * What every goal has that can reach a database: how, and where its history is.
 *
 * <p>A password is never taken from the command line or the URL, which logs and process lists show.
 */
abstract class ConnectedMojo extends AnalysingMojo {

  private static final String EMBEDDED = "embedded:";

  /**
   * JDBC URL of the database, as in <code>jdbc:postgresql://db.example:5432/shop</code>; a service
   * file works too: <code>jdbc:postgresql://?service=shop</code>. <code>embedded:18</code> starts a
   * PostgreSQL of that version for the time of the build, to try things out. Goals that judge files
   * need none; given one, they read from its history which migrations are applied.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.url")
  private @Nullable String url;

  /**
   * Database user. Without it, the user of the <code>serverId</code>, then <code>PGUSER</code>,
   * then what pgpass or the service file say.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.user")
  private @Nullable String user;

  /**
   * The <code>&lt;server&gt;</code> of settings.xml that holds user and password; the password may
   * be encrypted.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.serverId")
  private @Nullable String serverId;

  /**
   * Schema that the history lies in and that is first on the search path while migrations run.
   * Without it the history lies in <code>public</code> and the search path is the database's own.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.schema")
  private @Nullable String schema;

  /**
   * Name of the history table.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.table", defaultValue = HistoryTable.DEFAULT_NAME)
  private String table;

  /**
   * How many seconds one attempt to connect may take.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.connectTimeout", defaultValue = "10")
  private int connectTimeout;

  @Component private SettingsDecrypter settingsDecrypter;

  @Component private RepositorySystem repositorySystem;

  /** The URL as it is configured, if it is. */
  final Optional<String> url() {
    return Optional.ofNullable(url).filter(text -> !text.isBlank());
  }

  final Optional<String> schema() {
    return Optional.ofNullable(schema);
  }

  final HistoryTable historyTable() {
    return new HistoryTable(schema().orElse("public"), table);
  }

  /** How to reach the database of a URL, with the configured credentials. */
  final ConnectionSettings connectionSettings(String given) throws MojoExecutionException {
    PasswordOnCommandLine.refuse(session());
    return given.startsWith(EMBEDDED)
        ? embedded()
            .settings(given.substring(EMBEDDED.length()), Duration.ofSeconds(connectTimeout))
        : connectionSettings(given, Optional.ofNullable(user), Optional.ofNullable(serverId));
  }

  /** How to reach the database of a URL with credentials of its own. */
  final ConnectionSettings connectionSettings(
      String given, Optional<String> login, Optional<String> server) throws MojoExecutionException {
    PasswordOnCommandLine.refuse(session());
    Credentials credentials = Credentials.of(login, server, session(), settingsDecrypter);
    return new ConnectionSettings(
        given, credentials.user(), credentials.password(), Duration.ofSeconds(connectTimeout));
  }

  /** Servers for the time of the build. */
  final EmbeddedDatabase embedded() {
    return new EmbeddedDatabase(session(), repositorySystem, getLog());
  }

  /**
   * Judges what is about to run as migrate:check would.
   *
   * @param version of the server that it will run on
   * @param shown is told the analysis and the verdict before the latter is acted on
   */
  final Admission admission(ServerVersion version, BiConsumer<AnalysisResult, Verdict> shown)
      throws MojoExecutionException {
    return new Admission(
        request(
            List.of(),
            Applied.NOTHING_KNOWN,
            SchemaState.unknown(),
            version,
            Runner.MIGRATE,
            baselineFile().read().acknowledged()),
        failOn(),
        historyTable(),
        shown,
        evidence());
  }
}
