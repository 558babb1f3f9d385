package dev.safemigrate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.text.Span;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectivesTest {

  private static MigrationFolder folder(String text) {
    return MigrationFolder.read(
        List.of(new SourceFile("V1__a.sql", "V1__a.sql", text.getBytes(UTF_8))),
        SourceSettings.DEFAULT);
  }

  private static MigrationScript script(String text) {
    MigrationFolder folder = folder(text);
    assertThat(folder.problems()).isEmpty();
    return folder.migrations().get(0);
  }

  @Test
  void everyDirectiveIsReadFromItsComment() {
    String text =
        """
        -- migrate:phase Contract
        -- migrate:contract-of 41.1
        -- migrate:transaction off
        --migrate:allow-file table-drop until:2027-01-31 nobody reads it
        -- migrate:allow blocking-index-build the table is empty
        CREATE INDEX a ON t (b);
        /* migrate:verify SELECT count(*) = 0
           FROM t WHERE b IS NULL */
        -- migrate:backfill batch=500
        -- migrate:idempotent it only sets a flag
        UPDATE t SET b = '-- migrate:nothing';
        """;
    List<Directive> directives = script(text).directives();
    Span none = new Span(0, 0);
    assertThat(directives)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("span")
        .containsExactly(
            new Directive.InPhase(none, Directive.Phase.CONTRACT),
            new Directive.ContractOf(none, "41.1"),
            new Directive.InTransaction(none, TransactionSwitch.OFF),
            new Directive.AllowFile(
                none, "table-drop", "nobody reads it", Optional.of(LocalDate.of(2027, 1, 31))),
            new Directive.Allow(
                none, "blocking-index-build", "the table is empty", Optional.empty()),
            new Directive.Verify(none, "SELECT count(*) = 0\n   FROM t WHERE b IS NULL"),
            new Directive.Backfill(
                none,
                new BackfillOptions(
                    "batch=500",
                    Optional.empty(),
                    List.of(),
                    OptionalInt.of(500),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    false)),
            new Directive.Idempotent(none, "it only sets a flag"));
    assertThat(script(text).transaction()).isEqualTo(TransactionSwitch.OFF);
  }

  @Test
  void directivesBelongToTheStatementBehindThem() {
    String text =
        "-- migrate:allow a-rule one\nSELECT 1;\nSELECT -- migrate:allow b-rule two\n2; SELECT 3;";
    List<Directive> directives = script(text).directives();
    int first = text.indexOf(';') + 1;
    int second = text.indexOf(';', first) + 1;
    assertThat(Directives.of(directives, 0, new Span(29, first)))
        .containsExactly(directives.get(0));
    assertThat(Directives.of(directives, first, new Span(first + 1, second)))
        .containsExactly(directives.get(1));
    assertThat(Directives.of(directives, second, new Span(second + 1, text.length()))).isEmpty();
  }

  @Test
  void backfillOptionsAreRead() throws Exception {
    BackfillOptions options =
        BackfillOptions.read(
            "key=\"Tenant \"\"A\",ID table=Orders  batch=50 max=700 target=2s pause=20"
                + " duty=25% reads-own-table=ok");
    assertThat(options.key()).containsExactly("Tenant \"A", "id");
    assertThat(options.table()).contains("orders");
    assertThat(options.batch()).hasValue(50);
    assertThat(options.most()).hasValue(700);
    assertThat(options.target()).contains(Duration.ofSeconds(2));
    assertThat(options.pause()).contains(Duration.ofMillis(20));
    assertThat(options.duty()).hasValue(25);
    assertThat(options.readsOwnTable()).isTrue();
    assertThat(BackfillOptions.read("")).isEqualTo(BackfillOptions.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "migrate:alow x y|unknown directive 'alow'",
        "migrate:|unknown directive ''",
        "migrate:allow|allow needs a rule and a reason",
        "migrate:allow a-rule|allow a-rule needs a reason",
        "migrate:allow a-rule until:2027-01-31|allow a-rule needs a reason",
        "migrate:allow a-rule until:soon because|'soon' is not a date",
        "migrate:allow-file Not_A_Rule because|allow-file needs a rule and a reason",
        "migrate:idempotent|idempotent needs a reason",
        "migrate:phase later|'later' is not a phase, expected one of expand, backfill, contract",
        "migrate:backfill batch|'batch' is not an option of backfill",
        "migrate:backfill batch=0|'0' is not a value of batch, expected a number of rows",
        "migrate:backfill batch=5 batch=6|backfill has the option batch twice",
        "migrate:backfill target=soon|'soon' is not a value of target, expected a time",
        "migrate:backfill duty=0|'0' is not a value of duty, expected percent of the time",
        "migrate:backfill size=5|'size' is not an option, expected table, key, batch",
        "migrate:backfill key=a,,b|'a,,b' is not a value of key",
        "migrate:backfill reads-own-table=yes|'yes' is not a value of reads-own-table, expected ok",
        "migrate:contract-of|contract-of needs the version of one migration",
        "migrate:contract-of 4 and 5|contract-of needs the version of one migration",
        "migrate:verify|verify needs a query",
        "migrate:transaction no|transaction is on or off, not 'no'"
      })
  void malformedDirectivesAreProblems(String comment, String message) {
    MigrationFolder folder = folder("SELECT 1;\n  -- " + comment + "\nSELECT 2;");
    assertThat(folder.refused()).isTrue();
    assertThat(folder.problems()).hasSize(1);
    assertThat(folder.problems().get(0).line()).startsWith("V1__a.sql:2:3: ").contains(message);
  }

  @Test
  void otherCommentsAndLiteralsAreNoDirectives() {
    assertThat(
            script("-- see migrate:allow\nSELECT '-- migrate:x', $$ -- migrate:y\n$$").directives())
        .isEmpty();
  }
}
