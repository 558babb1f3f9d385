package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an assignment of one type to another costs; the outcomes were measured. */
class CoercionTest {

  private static final TypeFacts FACTS = TypeFacts.of(ServerVersion.NEWEST_PROVEN);

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int                | bigint             | COMPUTED
          int                | int                | SAME_VALUES
          int                | oid                | SAME_VALUES
          int                | boolean            | IMPOSSIBLE
          int                | text               | COMPUTED
          text               | int                | IMPOSSIBLE
          varchar(10)        | varchar(20)        | SAME_VALUES
          varchar(20)        | varchar(10)        | COMPUTED
          varchar(10)        | text               | SAME_VALUES
          text               | varchar            | SAME_VALUES
          text               | varchar(10)        | COMPUTED
          char(10)           | char(20)           | COMPUTED
          numeric(10,2)      | numeric(12,2)      | SAME_VALUES
          numeric(10,2)      | numeric(12,4)      | COMPUTED
          numeric(10,2)      | numeric            | SAME_VALUES
          varbit(4)          | varbit(8)          | SAME_VALUES
          bit(4)             | bit(8)             | COMPUTED
          timestamp(3)       | timestamp(6)       | SAME_VALUES
          timestamp          | timestamp(3)       | COMPUTED
          timestamp          | timestamptz        | COMPUTED
          interval           | interval day to second | SAME_VALUES
          cidr               | inet               | SAME_VALUES
          inet               | cidr               | COMPUTED
          varchar(10)[]      | varchar(20)[]      | COMPUTED
          xml                | text               | SAME_VALUES
          """)
  void assignmentKeepsOrComputesValues(String source, String target, Coercion.Outcome expected) {
    assertThat(new Coercion(FACTS, false).coerce(type(source), type(target), false))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"timestamp,timestamptz", "timestamptz,timestamp"})
  void utcMakesBothTimestampsTheSame(String source, String target) {
    assertThat(new Coercion(FACTS, true).coerce(type(source), type(target), false))
        .isEqualTo(Coercion.Outcome.SAME_VALUES);
  }

  @ParameterizedTest
  @CsvSource({"text,int", "int,boolean", "text,date"})
  void writtenCastAllowsMore(String source, String target) {
    assertThat(new Coercion(FACTS, false).coerce(type(source), type(target), true))
        .isEqualTo(Coercion.Outcome.COMPUTED);
  }

  private static ResolvedType type(String declared) {
    SchemaState state = Predicted.schema("CREATE TABLE t (c " + declared + ")");
    DataType type =
        state.all(Table.class).findFirst().orElseThrow().column("c").orElseThrow().type();
    return RelationTypes.resolve(state, type, FACTS);
  }
}
