package dev.safemigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Folding statements into a schema")
class SchemaFoldTest {

  private static final ServerVersion NEWEST = ServerVersion.NEWEST_PROVEN;

  private static SchemaState fold(SchemaState state, String sql) {
    return new SchemaFold(NEWEST, new JSqlParserQueryReader()).applyAll(state, parsed(sql));
  }

  private static SchemaState fold(String sql) {
    return fold(SchemaState.empty(), sql);
  }

  private static Outcome last(String sql) {
    List<Statement> statements = parsed(sql);
    SchemaFold fold = new SchemaFold(NEWEST, new JSqlParserQueryReader());
    int end = statements.size() - 1;
    SchemaState before = fold.applyAll(SchemaState.empty(), statements.subList(0, end));
    return fold.apply(before, statements.get(end));
  }

  private static List<Statement> parsed(String sql) {
    return SqlParser.parse(sql, NEWEST).statements();
  }

  private static Table table(SchemaState state, String name) {
    return state.findTable(QualifiedName.of(name)).orElseThrow();
  }

  @Test
  void namesConstraintsAsTheServerDoes() {
    SchemaState state =
        fold(
            """
            CREATE TABLE p (id integer PRIMARY KEY);
            CREATE TABLE t (a serial UNIQUE CHECK (a > 0), b integer REFERENCES p,
              CHECK (a > 1), CHECK (a < b));
            """);

    assertThat(table(state, "t").constraints())
        .extracting(StoredConstraint::name)
        .containsExactly(
            "t_a_check", "t_a_check1", "t_check", "t_a_not_null", "t_a_key", "t_b_fkey");
  }

  @Test
  void rollbackGoesBackToBegin() {
    SchemaState state =
        fold("CREATE TABLE a (); BEGIN; CREATE TABLE b (); SET LOCAL search_path = x; ROLLBACK;");

    assertThat(state.find(QualifiedName.of("b"))).isEmpty();
    assertThat(state.find(QualifiedName.of("a"))).isPresent();
    assertThat(state.inTransaction()).isFalse();
  }

  @Test
  void rollbackToGoesBackToTheSavepoint() {
    SchemaState state =
        fold(
            """
            BEGIN; CREATE TABLE a (); SAVEPOINT s; CREATE TABLE b (); ROLLBACK TO s;
            CREATE TABLE c (); COMMIT;
            """);

    assertThat(state.find(QualifiedName.of("a"))).isPresent();
    assertThat(state.find(QualifiedName.of("b"))).isEmpty();
    assertThat(state.find(QualifiedName.of("c"))).isPresent();
  }

  @Test
  void aNumberThatARollbackFreedIsNotGivenAgain() {
    SchemaState inside = fold("BEGIN; CREATE TABLE t (a integer);");
    SchemaState after = fold(inside, "ROLLBACK; CREATE TABLE u (a integer);");

    assertThat(after.exists(table(inside, "t").id())).isFalse();
  }

  @Test
  void aPublicationOfATableThatIsOnlyAssumedLeavesItThere() {
    SchemaState state = fold(SchemaState.unknown(), "CREATE PUBLICATION p FOR TABLE t;");

    ObjectId published = state.publication("p").orElseThrow().tables().get(0).table();
    assertThat(state.relation(published).name().name()).isEqualTo("t");
  }

  @Test
  void aTableInThePlaceOfAnAssumedOneHasNothingOfIt() {
    SchemaState state =
        fold(SchemaState.unknown(), "CREATE INDEX i ON t (a); CREATE TABLE t (b integer);");

    assertThat(state.indexes(table(state, "t").id())).isEmpty();
    assertThat(state.all(Index.class)).isEmpty();
  }

  @Test
  void aCircleOfInheritanceIsRefused() {
    String tables = "CREATE TABLE t (a integer); CREATE TABLE u () INHERITS (t);";

    assertThat(last(tables + "ALTER TABLE t INHERIT t;").refusal()).isPresent();
    assertThat(last(tables + "ALTER TABLE t INHERIT u;").refusal()).isPresent();
  }

  @Test
  void setLocalEndsWithTheTransaction() {
    SchemaState state =
        fold(
            """
            CREATE SCHEMA x; BEGIN; SET LOCAL search_path TO x; CREATE TABLE a (); COMMIT;
            CREATE TABLE b ();
            """);

    assertThat(state.find(new RelationName("x", "a"))).isPresent();
    assertThat(state.find(new RelationName("public", "b"))).isPresent();
  }

  @Test
  void dropThatSomethingStandsOnIsRefused() {
    Outcome outcome =
        last("CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; DROP TABLE t");

    assertThat(outcome.refusal()).map(Refusal::sqlState).contains("2BP01");
    assertThat(outcome.state().find(QualifiedName.of("t"))).isPresent();
  }

  @Test
  void dropCascadeTakesDependantsAlong() {
    Outcome outcome =
        last(
            """
            CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE c (a int REFERENCES t);
            CREATE VIEW v AS SELECT a FROM t; DROP TABLE t CASCADE
            """);

    assertThat(outcome.dropped())
        .extracting(object -> object.name().name())
        .containsExactlyInAnyOrder("t", "t_pkey", "v");
    assertThat(table(outcome.state(), "c").constraints()).isEmpty();
  }

  @Test
  void renameKeepsWhatPointsAtTheTable() {
    SchemaState state =
        fold(
            """
            CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE c (b int REFERENCES t);
            ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME COLUMN a TO z;
            """);

    ForeignKeyLink link = state.foreignKeysOf(table(state, "c")).get(0);
    assertThat(link.referenced().name().name()).isEqualTo("u");
    assertThat(link.constraint().referencedColumns()).containsExactly("z");
  }

  @Test
  void unknownTablesAreAssumedAndLearntFrom() {
    SchemaState state =
        fold(SchemaState.unknown(), "ALTER TABLE old ADD COLUMN a int CHECK (a IS NOT NULL)");

    Table old = table(state, "old");
    assertThat(old.assumed()).isTrue();
    assertThat(old.columnsKnown()).isFalse();
    assertThat(old.notNullProof("a")).isEqualTo(NotNullProof.VALIDATED_CHECK);
    assertThat(state.resolve(QualifiedName.of("other"))).isInstanceOf(Resolution.Assumed.class);
  }

  @Test
  void whatIsDroppedIsMissingEvenWhereThePastIsUnknown() {
    SchemaState state = fold(SchemaState.unknown(), "DROP TABLE old");

    assertThat(state.resolve(QualifiedName.of("old"))).isInstanceOf(Resolution.Missing.class);
  }

  @Test
  void aDumpIsABase() {
    SchemaFold fold = new SchemaFold(NEWEST, new JSqlParserQueryReader());
    RelationName orders = new RelationName("public", "orders");
    SchemaState base =
        fold.base(
            parsed(
                """
                SELECT pg_catalog.set_config('search_path', '', false);
                CREATE TABLE public.orders (id bigint NOT NULL);
                """),
            Map.of(orders, new RelationSize(OptionalLong.of(1_000_000), 80_000_000, 0)));

    assertThat(base.find(QualifiedName.of("orders"))).isPresent();
    assertThat(base.size(orders)).map(RelationSize::bytes).contains(80_000_000L);
    assertThat(base.searchPath().schemas()).containsExactly("public");
  }

  @Test
  void notValidNotNullIsNoProof() {
    SchemaState state =
        fold("CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID");

    assertThat(table(state, "t").notNullProof("a")).isEqualTo(NotNullProof.NOT_VALIDATED);
    assertThat(table(fold(state, "ALTER TABLE t VALIDATE CONSTRAINT n"), "t").notNullProof("a"))
        .isEqualTo(NotNullProof.NOT_NULL);
  }

  @Test
  void tenThousandMigrationsTakeTimeInProportion() {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      sql.append("CREATE TABLE t%d (id bigint PRIMARY KEY, a integer);\n".formatted(i));
      sql.append("ALTER TABLE t%d ADD COLUMN b text;\n".formatted(i));
    }
    List<Statement> statements = parsed(sql.toString());
    SchemaFold fold = new SchemaFold(NEWEST, new JSqlParserQueryReader());
    fold.applyAll(SchemaState.empty(), statements);

    long half = nanoseconds(fold, statements.subList(0, 5_000));
    long all = nanoseconds(fold, statements);

    // Twice the statements: a quadratic fold takes four times as long.
    assertThat(all).isLessThan(half * 7 / 2 + 100_000_000L);
  }

  private static long nanoseconds(SchemaFold fold, List<Statement> statements) {
    long start = System.nanoTime();
    fold.applyAll(SchemaState.empty(), statements);
    return System.nanoTime() - start;
  }
}
