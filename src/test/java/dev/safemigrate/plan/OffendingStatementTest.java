package dev.safemigrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which statement of a pending migration a plan is written for, and the plan. */
class OffendingStatementTest {

  private static final ServerVersion VERSION = new ServerVersion(18);
  private static final JSqlParserQueryReader QUERIES = new JSqlParserQueryReader();

  @Test
  void uniqueConstraintKeepsItsWords() {
    assertThat(
            planned(
                "ALTER TABLE customers ADD CONSTRAINT one_name UNIQUE NULLS NOT DISTINCT (name,"
                    + " region) INCLUDE (first_name) DEFERRABLE INITIALLY DEFERRED;"))
        .containsExactly(
            "CREATE UNIQUE INDEX CONCURRENTLY one_name ON customers (name, region) INCLUDE"
                + " (first_name) NULLS NOT DISTINCT",
            "ALTER TABLE customers ADD CONSTRAINT one_name UNIQUE USING INDEX one_name DEFERRABLE"
                + " INITIALLY DEFERRED");
  }

  @Test
  void foreignKeyKeepsItsWords() {
    assertThat(
            planned(
                "ALTER TABLE notes ADD FOREIGN KEY (item_id) REFERENCES items ON DELETE CASCADE"
                    + " DEFERRABLE;"))
        .containsExactly(
            "CREATE INDEX CONCURRENTLY notes_item_id_idx ON notes (item_id)",
            "ALTER TABLE notes ADD CONSTRAINT notes_item_id_fkey FOREIGN KEY (item_id) REFERENCES"
                + " items ON DELETE CASCADE DEFERRABLE NOT VALID",
            "ALTER TABLE notes VALIDATE CONSTRAINT notes_item_id_fkey");
  }

  @Test
  void checkKeepsItsName() {
    assertThat(planned("ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0);"))
        .containsExactly(
            "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0) NOT VALID",
            "ALTER TABLE orders VALIDATE CONSTRAINT positive");
  }

  @Test
  void defaultThatTakesAnotherOnesPlaceIsPlanned() {
    assertThat(planned("ALTER TABLE orders ALTER COLUMN quantity SET DEFAULT 2;"))
        .containsExactly("ALTER TABLE orders ALTER COLUMN quantity SET DEFAULT 2");
  }

  @Test
  void firstDefaultIsNoChange() {
    assertThat(find("ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'x';", OptionalInt.empty()))
        .isEmpty();
  }

  @Test
  void stepsOfAPlanAreNotPlannedAgain() {
    assertThat(
            find(
                """
                ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0) NOT VALID;
                ALTER TABLE orders ADD CONSTRAINT one UNIQUE USING INDEX one;
                """,
                OptionalInt.empty()))
        .isEmpty();
  }

  @Test
  void whatTheMigrationCreatesItselfIsPassedOver() {
    OffendingStatement found =
        find(
                """
                CREATE TABLE returns (id bigint);
                ALTER TABLE returns ADD UNIQUE (id);
                ALTER TABLE orders ADD UNIQUE (note), DROP COLUMN code;
                """,
                OptionalInt.empty())
            .orElseThrow();
    assertThat(found.line()).isEqualTo(3);
    assertThat(found.alone()).isFalse();
    assertThat(found.parts()).isEqualTo(2);
  }

  @Test
  void viewThatIsDroppedAndCreatedAnewGetsTheNameBackInTheEnd() {
    assertThat(
            planned(
                """
                DROP VIEW totals;
                CREATE VIEW totals WITH (security_barrier) AS SELECT item_id FROM notes;
                """))
        .containsExactly(
            "CREATE VIEW totals_next WITH (security_barrier) AS SELECT item_id FROM notes",
            "DROP VIEW totals",
            "CREATE VIEW totals WITH (security_barrier) AS SELECT item_id FROM notes",
            "DROP VIEW totals_next");
  }

  @Test
  void functionWithMoreArgumentsStandsBesideTheOldOne() {
    assertThat(
            planned(
                """
                DROP FUNCTION taxed(numeric);
                CREATE FUNCTION taxed(price numeric, rate numeric) RETURNS numeric
                  LANGUAGE sql RETURN price * rate;
                """))
        .hasSize(2)
        .last()
        .isEqualTo("DROP FUNCTION taxed(numeric)");
  }

  @Test
  void functionWithAnotherResultNeedsANameOfItsOwn() {
    assertThat(
            planned(
                "CREATE OR REPLACE FUNCTION taxed(price numeric) RETURNS text LANGUAGE sql AS"
                    + " 'SELECT price::text';"))
        .hasSize(4)
        .first()
        .asString()
        .startsWith("CREATE FUNCTION taxed_next(price numeric) RETURNS text");
  }

  @Test
  void functionThatIsReplacedInPlaceNeedsNoPlan() {
    assertThat(
            find(
                "CREATE OR REPLACE FUNCTION taxed(price numeric) RETURNS numeric LANGUAGE sql AS"
                    + " 'SELECT price * 1.1';",
                OptionalInt.empty()))
        .isEmpty();
  }

  @Test
  void primaryKeyIsAddedByAnIndexAndChecks() {
    assertThat(
            planned(
                "ALTER TABLE readings ADD CONSTRAINT key_of_readings PRIMARY KEY (sensor, taken)"
                    + " INCLUDE (value) DEFERRABLE;"))
        .contains(
            "CREATE UNIQUE INDEX CONCURRENTLY key_of_readings ON readings (sensor, taken) INCLUDE"
                + " (value)")
        .last()
        .isEqualTo(
            "ALTER TABLE readings ADD CONSTRAINT key_of_readings PRIMARY KEY USING INDEX"
                + " key_of_readings DEFERRABLE");
  }

  @Test
  void secondPrimaryKeyIsRefused() {
    OffendingStatement found =
        find("ALTER TABLE orders ADD PRIMARY KEY (note);", OptionalInt.of(1)).orElseThrow();
    assertThat(Planners.plan(found.change(), found.before(), VERSION, QUERIES))
        .isInstanceOfSatisfying(
            PlanResult.Refused.class,
            refused -> assertThat(refused.reason()).contains("orders_pkey"));
  }

  @Test
  void columnsDoNotMoveWhereTheProofWouldNotHold() {
    String schema =
        """
        CREATE TABLE a (id bigint PRIMARY KEY, b bigint, c bigint REFERENCES a, d text, e serial);
        CREATE INDEX mixed ON a (b, d);
        CREATE TABLE secret (id bigint PRIMARY KEY, b text, c text);
        ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
        """;
    assertThat(refusal(schema, "move columns b of a to n")).contains("mixed stands on d");
    assertThat(refusal(schema, "move columns c of a to n")).contains("in force in both tables");
    assertThat(refusal(schema, "move columns id of a to n")).contains("primary key");
    assertThat(refusal(schema, "move columns e of a to n")).contains("sequence of its own");
    assertThat(refusal(schema, "move columns d of a to secret")).contains("already");
    assertThat(refusal(schema, "move columns b of secret to n")).contains("row security");
  }

  private static String refusal(String schema, String request) {
    return ((PlanResult.Refused) PlannedProject.plan(schema, request, VERSION)).reason();
  }

  @Test
  void replacedViewWithoutAColumnListIsReadByWhatItSelects() {
    String before = "CREATE VIEW v AS SELECT id, item_id AS item, feeling FROM notes;\n";
    for (String query :
        List.of(
            "SELECT id, item_id AS item FROM notes",
            "SELECT id, item_id, feeling FROM notes",
            "SELECT DISTINCT id, feeling, item_id AS item FROM notes")) {
      assertThat(find(before + "CREATE OR REPLACE VIEW v AS " + query + ";", OptionalInt.empty()))
          .as(query)
          .hasValueSatisfying(
              found -> assertThat(found.change()).isInstanceOf(Change.ReplaceView.class));
    }
    for (String query :
        List.of(
            "SELECT n.id, n.item_id item, n.feeling, 1 AS more FROM notes n",
            "SELECT * FROM notes")) {
      assertThat(find(before + "CREATE OR REPLACE VIEW v AS " + query + ";", OptionalInt.empty()))
          .as(query)
          .isEmpty();
    }
    assertThat(find("CREATE OR REPLACE VIEW totals AS SELECT id FROM notes;", OptionalInt.empty()))
        .isPresent();
  }

  @Test
  void typeWithoutLengthStaysUnlimited() {
    String schema = "CREATE TABLE t (id bigint PRIMARY KEY, a bpchar, b char, c char(3));";
    for (String type : List.of("a bpchar", "b char(1)", "c char(3)")) {
      String column = type.substring(0, 1);
      PlanResult result =
          PlannedProject.plan(schema, "rename column t." + column + " to n", VERSION);
      assertThat(((PlanResult.Planned) result).plan().migrations().get(0).up().get(0))
          .endsWith("ADD COLUMN n" + type.substring(1));
    }
  }

  @Test
  void exclusionIsBuiltOnATableBesideIt() {
    assertThat(
            planned(
                "ALTER TABLE orders ADD CONSTRAINT apart EXCLUDE USING gist (number WITH =) WHERE"
                    + " (total > 0);"))
        .startsWith("CREATE EXTENSION IF NOT EXISTS btree_gist")
        .contains(
            """
            CREATE TABLE apart_rows (
              id integer,
              number text,
              total numeric(12,2),
              PRIMARY KEY (id),
              CONSTRAINT apart EXCLUDE USING gist (number WITH =) WHERE (total > 0)
            )""");
    assertThat(refusal(PlanCases.SHOP, "add exclusion to orders EXCLUDE (id WITH =) DEFERRABLE"))
        .contains("ON CONFLICT");
    assertThat(refusal(PlanCases.SHOP, "add exclusion to orders UNIQUE (id)"))
        .contains("does not add an exclusion constraint");
    assertThat(refusal(PlanCases.SHOP, "add exclusion to orders EXCLUDE (gone WITH =)"))
        .contains("no column gone");
  }

  private static List<String> planned(String sql) {
    OffendingStatement found = find(sql, OptionalInt.empty()).orElseThrow();
    PlanResult result = Planners.plan(found.change(), found.before(), VERSION, QUERIES);
    assertThat(result).isInstanceOf(PlanResult.Planned.class);
    return ((PlanResult.Planned) result)
        .plan().migrations().stream().flatMap(migration -> migration.up().stream()).toList();
  }

  private static Optional<OffendingStatement> find(String sql, OptionalInt line) {
    MigrationFolder folder =
        MigrationFolder.read(
            List.of(file("V1__schema.sql", PlanCases.SHOP), file("V2__pending.sql", sql)),
            SourceSettings.DEFAULT.withStyle(NamingStyle.FLYWAY));
    return OffendingStatement.find(
        folder.migrations(), SchemaState.unknown(), VERSION, QUERIES, line);
  }

  private static SourceFile file(String name, String sql) {
    return new SourceFile("db/" + name, name, sql.getBytes(StandardCharsets.UTF_8));
  }
}
