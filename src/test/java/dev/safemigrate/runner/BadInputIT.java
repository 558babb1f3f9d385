package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.catalog.ServerFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What stands in the way of a run is told in one message, and nothing is half done. */
class BadInputIT {

  private final TestDatabase database = TestDatabase.create(18);
  private final TestRun run = new TestRun(database).file("V1__t.sql", "CREATE TABLE t (id int);");

  @Test
  void hostThatDoesNotExist() {
    setupProblem("jdbc:postgresql://no-such-host.invalid:5432/shop", "me", "x")
        .hasMessage(
            "jdbc:postgresql://no-such-host.invalid:5432/shop cannot be reached: no such host."
                + " Check host, port and network (migrate.url).");
  }

  @Test
  void portThatNobodyListensOn() {
    setupProblem("jdbc:postgresql://127.0.0.1:1/shop", "me", "x")
        .hasMessageContaining("cannot be reached: Connection to 127.0.0.1:1 refused");
  }

  @Test
  void databaseThatDoesNotExist() {
    String url = database.settings().url().replace(database.name(), "no_such_database");
    setupProblem(url, user(), database.settings().password().orElseThrow().reveal())
        .hasMessageContaining("database \"no_such_database\" does not exist");
  }

  @Test
  void wrongPasswordIsNotRepeated() {
    setupProblem(database.settings().url(), user(), "swordfish")
        .hasMessageContaining("refuses the password as user " + user())
        .hasMessageContaining("settings.xml (migrate.serverId)")
        .message()
        .doesNotContain("swordfish");
  }

  @Test
  void noPassword() {
    ConnectionSettings settings =
        new ConnectionSettings(
            database.settings().url(),
            Optional.of(user()),
            Optional.empty(),
            Duration.ofSeconds(10));
    assertThatThrownBy(() -> new Sessions(settings).open("test"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("no password was provided")
        .hasMessageContaining("settings.xml (migrate.serverId)");
  }

  @Test
  void userWithoutTheRightToCreateTheHistory() throws Exception {
    try (Role role = new Role()) {
      TestRun weak = new TestRun(role.database()).file("V1__t.sql", "CREATE TABLE t (id int);");
      assertThatThrownBy(weak::apply)
          .isInstanceOf(RunException.class)
          .hasMessageContaining(
              "The history public.migrate_history cannot be created: permission denied for schema"
                  + " public.");
      assertThat(exists("t")).isFalse();
      // The refused run has left nothing that the next one waits for.
      execute("GRANT CREATE ON SCHEMA public TO " + role.name());
      assertThat(weak.apply().applied()).containsExactly("V1__t.sql");
      assertThat(weak.said()).noneMatch(word -> word.startsWith("waiting"));
    }
  }

  @Test
  void userWithoutRightsOnATable() throws Exception {
    execute("CREATE TABLE theirs (id int)");
    try (Role role = new Role()) {
      execute("GRANT CREATE ON SCHEMA public TO " + role.name());
      TestRun weak =
          new TestRun(role.database())
              .file("V1__t.sql", "CREATE TABLE t (id int);\nALTER TABLE theirs ADD note text;");
      assertThatThrownBy(weak::apply)
          .hasMessageContaining("public.theirs belongs to postgres: only its owner may alter")
          .hasMessageContaining("Nothing was changed");
      weak.precautions(Precautions.NONE);
      assertThatThrownBy(weak::apply)
          .hasMessageContaining("db/V1__t.sql:2:1: must be owner of table theirs")
          .hasMessageContaining("V1__t.sql was rolled back as a whole");
      assertThat(exists("t")).isFalse();
      assertThat(weak.status()).containsExactly("1 pending");
    }
  }

  @Test
  void databaseThatIsReadOnlyByDefault() throws Exception {
    execute("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(database.name()));
    try (Connection connection = database.sessions().open("test")) {
      Target target = Target.of(connection, database.settings());
      assertThat(target.facts()).extracting(ServerFacts::readOnly).isEqualTo(true);
      assertThatThrownBy(() -> target.requireMigratable(Optional.empty(), false))
          .hasMessageContaining("its transactions are read-only")
          .hasMessageContaining("Nothing was changed");
    }
    assertThatThrownBy(run::apply).hasMessageContaining("read-only transaction");
  }

  @Test
  void tableOfAnotherToolUnderTheHistorysName() throws Exception {
    execute("CREATE TABLE migrate_history (version bigint PRIMARY KEY, dirty boolean)");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is not a history of this plugin: it has the columns version, dirty")
        .hasMessageContaining("Nothing was changed")
        .hasMessageContaining("migrate.table");
    assertThatThrownBy(run::status).hasMessageContaining("is not a history of this plugin");
    assertThat(exists("t")).isFalse();
  }

  @Test
  void downScriptThatTheServerCannotRead() throws Exception {
    run.file("U1__t.sql", "DROP TABLE t;\nALTER TABLE t INSERT COLUMN a int;\n")
        .file("V2__u.sql", "CREATE TABLE u (id int);")
        .file("U2__u.sql", "DROP TABLE u;");
    run.apply();
    assertThatThrownBy(() -> run.rollBack(2))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("db/U1__t.sql:2:15: syntax error at or near \"INSERT\"")
        .hasMessageContaining("Version 1 stays applied. Rolled back: U2__u.sql.");
    assertThat(exists("t")).isTrue();
    assertThat(exists("u")).isFalse();
    assertThat(run.status()).containsExactly("1 applied", "2 pending");
  }

  @Test
  void connectionThatIsCutInTheMiddle() {
    run.file(
        "V2__cut.sql", "CREATE TABLE u (id int); SELECT pg_terminate_backend(pg_backend_pid());");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("terminating connection due to administrator command")
        .hasMessageContaining("either all of V2__cut.sql stands and is recorded, or nothing of it");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> setupProblem(
      String url, String user, String password) {
    return assertThatThrownBy(
            () -> new Sessions(TestDatabase.settings(url, user, password)).open("test"))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.kind()).isEqualTo(RunException.Kind.SETUP));
  }

  private String user() {
    return database.settings().user().orElseThrow();
  }

  private boolean exists(String table) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT to_regclass('" + table + "') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A user that may log in and nothing else. */
  private final class Role implements AutoCloseable {

    Role() throws Exception {
      execute("CREATE ROLE %s LOGIN PASSWORD 'weak'".formatted(name()));
    }

    String name() {
      return "weak_" + BadInputIT.this.database.name();
    }

    TestDatabase database() {
      return BadInputIT.this.database.as(name(), "weak");
    }

    @Override
    public void close() throws Exception {
      execute("DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(name()));
    }
  }
}
