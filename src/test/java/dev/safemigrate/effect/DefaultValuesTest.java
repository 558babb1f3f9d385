package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which constants the server takes as a DEFAULT; the SQLSTATEs were measured. */
class DefaultValuesTest {

  @ParameterizedTest(name = "{0} DEFAULT {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          int       | 'abc'              | 22P02
          int       | ' 12 '             |
          smallint  | '40000'            | 22003
          int       | true               | 42804
          boolean   | 0                  | 42804
          boolean   | 'yes'              |
          boolean   | 'o'                | 22P02
          numeric   | 'NaN'              |
          numeric   | 'x'                | 22P02
          uuid      | 'x'                | 22P02
          uuid      | '00000000-0000-0000-0000-000000000000' |
          mood      | 'low'              |
          mood      | 'none'             | 22P02
          mood      | 'none'::mood       |
          text      | 0                  |
          date      | 'tomorrow'         |
          int       | other              | 0A000
          int       | (SELECT 1)         | 0A000
          timestamptz | CURRENT_TIMESTAMP |
          """)
  void constantsAreReadAsValuesOfTheType(String type, String value, String sqlstate) {
    Effects effects =
        Predicted.inTransaction(
            "CREATE TYPE mood AS ENUM ('low', 'high');",
            "CREATE TABLE t (other int, c " + type + " DEFAULT " + value + ")");
    assertThat(effects.failure().map(Failure::sqlstate).orElse(null)).isEqualTo(sqlstate);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE TABLE t (m mood DEFAULT 'new')",
    "ALTER TABLE u ADD COLUMN m mood DEFAULT 'new'"
  })
  void newEnumValueIsNoDefaultBeforeTheCommit(String statement) {
    Effects effects =
        Predicted.inTransaction(
            "CREATE TYPE mood AS ENUM ('low'); CREATE TABLE u (id int);",
            "ALTER TYPE mood ADD VALUE 'new'; " + statement);
    assertThat(effects.failure()).map(Failure::sqlstate).contains("55P04");
  }
}
