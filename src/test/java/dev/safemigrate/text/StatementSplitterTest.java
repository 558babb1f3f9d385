package dev.safemigrate.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatementSplitterTest {

  private static List<String> split(String text) {
    Tokens tokens = Lexer.read(text);
    return StatementSplitter.split(tokens).stream().map(chunk -> chunk.span().of(text)).toList();
  }

  @Test
  void semicolonsEndStatementsAndCommentsBelongToTheNext() {
    assertThat(split("SELECT 1; -- two\nSELECT 2;\n"))
        .containsExactly("SELECT 1;", " -- two\nSELECT 2;\n");
  }

  @Test
  void semicolonsInStringsAndCommentsDoNot() {
    assertThat(split("SELECT ';', $$;$$, \";\" /* ; */ -- ;\n")).hasSize(1);
  }

  @Test
  void bodiesOfBeginAtomicStayWhole() {
    String function =
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC\n"
            + " SELECT CASE WHEN a.end THEN 1 ELSE 2 END; SELECT 1 AS end;\nEND;";

    assertThat(split(function + "SELECT 1")).containsExactly(function, "SELECT 1");
  }

  @Test
  void actionsOfARuleStayWhole() {
    String rule =
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); DELETE FROM v);";

    assertThat(split(rule + "SELECT 1")).containsExactly(rule, "SELECT 1");
  }

  @Test
  void aForgottenParenthesisSpoilsOneStatementOnly() {
    assertThat(split("CREATE TABLE t (a int; SELECT 1;")).hasSize(2);
  }

  @Test
  void aTransactionBlockIsNoBody() {
    assertThat(split("BEGIN; SELECT 1; END;")).hasSize(3);
  }

  @Test
  void dataBelongsToItsCopy() {
    assertThat(split("COPY t FROM stdin;\n1;2\n\\.\nSELECT 1"))
        .containsExactly("COPY t FROM stdin;\n1;2\n\\.", "\nSELECT 1");
  }

  @Test
  void psqlCommandsAndForeignSeparatorsStandAlone() {
    assertThat(split("\\c db\nSELECT 1\n\\g\nSELECT 2;\n/\nSELECT 3;\nGO\nSELECT 4"))
        .containsExactly(
            "\\c db",
            "\nSELECT 1",
            "\n\\g",
            "\nSELECT 2;",
            "\n/",
            "\nSELECT 3;",
            "\nGO",
            "\nSELECT 4");
  }

  @Test
  void anEmptyTextHasNoChunk() {
    assertThat(split("")).isEmpty();
    assertThat(split(" -- nothing\n")).hasSize(1);
  }
}
