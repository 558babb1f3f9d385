package dev.safemigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Names that the server makes up")
class ObjectNamesTest {

  @Test
  void joinTableColumnAndLabel() {
    assertThat(ObjectNames.join("t", Optional.of("a_b"), "idx")).isEqualTo("t_a_b_idx");
    assertThat(ObjectNames.join("t", Optional.empty(), "pkey")).isEqualTo("t_pkey");
  }

  @Test
  void areCutAtTheLongerPartTo63Bytes() {
    String name = ObjectNames.join("t".repeat(50), Optional.of("c".repeat(30)), "fkey");

    assertThat(name).isEqualTo("t".repeat(29) + "_" + "c".repeat(28) + "_fkey").hasSize(63);
  }

  @Test
  void areNotCutInsideACharacter() {
    String name = ObjectNames.join("ø".repeat(40), Optional.empty(), "pkey");

    assertThat(name).isEqualTo("ø".repeat(29) + "_pkey");
  }

  @Test
  void numberRepeatedExpressions() {
    assertThat(ObjectNames.distinct(List.of("expr", "a", "expr", "expr")))
        .containsExactly("expr", "a", "expr1", "expr2");
  }

  @Test
  void ofExpressionsAreTheirFunctionsColumnsOrTypes() {
    assertThat(ExpressionTokens.indexName("lower(name)")).isEqualTo("lower");
    assertThat(ExpressionTokens.indexName("(data ->> 'a')")).isEqualTo("expr");
    assertThat(ExpressionTokens.indexName("((data ->> 'a')::integer)")).isEqualTo("int4");
    assertThat(ExpressionTokens.indexName("(created::date)")).isEqualTo("created");
    assertThat(ExpressionTokens.indexName("CAST(a + 1 AS bigint)")).isEqualTo("int8");
    assertThat(ExpressionTokens.indexName("(at AT TIME ZONE 'UTC')")).isEqualTo("timezone");
    assertThat(ExpressionTokens.indexName("coalesce(a, b)")).isEqualTo("coalesce");
    assertThat(ExpressionTokens.indexName("a || b::text")).isEqualTo("expr");
  }
}
