package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionBoundsTest {

  private static final SchemaState STATE =
      Predicted.schema(
          """
          CREATE TABLE r (k int, v text) PARTITION BY RANGE (k);
          CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (0) TO (10);
          CREATE TABLE r2 PARTITION OF r FOR VALUES FROM (10) TO (MAXVALUE);
          CREATE TABLE l (k int, v text) PARTITION BY LIST (k);
          CREATE TABLE l1 PARTITION OF l FOR VALUES IN (1, 2);
          CREATE TABLE l2 PARTITION OF l FOR VALUES IN (3);
          CREATE TABLE proven (k int NOT NULL CHECK (k >= 2 AND k < 8), v text);
          CREATE TABLE nullable (k int CHECK (k >= 2 AND k < 8), v text);
          CREATE TABLE wide (k int NOT NULL CHECK (k >= 2), v text);
          CREATE TABLE late (k int NOT NULL, v text);
          ALTER TABLE late ADD CHECK (k >= 2 AND k < 8) NOT VALID;
          CREATE TABLE outside (k int, v text, CHECK (k >= 20));
          """);

  private static Table table(String name) {
    return STATE.findTable(QualifiedName.of(name)).orElseThrow();
  }

  private static PartitionBound bound(String name) {
    return table(name).partition().flatMap(p -> p.bound()).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"r,r1,r2,false", "r,r1,r1,true", "l,l1,l2,false", "l,l2,l2,true"})
  void boundsOverlapOnlyWhereTheyShareValues(
      String parent, String one, String other, boolean overlap) {
    assertThat(new PartitionBounds(table(parent)).overlap(bound(one), bound(other)))
        .isEqualTo(overlap);
  }

  @ParameterizedTest
  @CsvSource({"proven,true", "nullable,false", "wide,false", "late,false"})
  void validatedChecksWithoutNullsProveTheBound(String name, boolean proves) {
    assertThat(new PartitionBounds(table("r")).proves(table(name), bound("r1"))).isEqualTo(proves);
  }

  @ParameterizedTest
  @CsvSource({"outside,true", "wide,false"})
  void checksKeepTheDefaultPartitionOut(String name, boolean excludes) {
    assertThat(new PartitionBounds(table("r")).excludes(table(name), bound("r1")))
        .isEqualTo(excludes);
  }

  @ParameterizedTest
  @CsvSource({
    "r,r1,k = 5,true",
    "r,r1,k = 10,false",
    "r,r2,k = 10,true",
    "r,r1,k > 9,true",
    "r,r1,k >= 10,false",
    "r,r1,v = 'x',true",
    "l,l1,k = 2,true",
    "l,l1,k = 3,false",
  })
  void conditionsLeavePartitionsOut(String parent, String part, String condition, boolean may) {
    assertThat(new PartitionBounds(table(parent)).mayMatch(bound(part), List.of(condition)))
        .isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({"k = 3,true", "k = 9,false", "v = 'x',false", "k > 1,false"})
  void valuesOfOtherPartitionsAreNotInTheDefaultOne(String condition, boolean taken) {
    List<PartitionBound> bounds = List.of(bound("l1"), bound("l2"));
    assertThat(new PartitionBounds(table("l")).allTaken(bounds, List.of(condition)))
        .isEqualTo(taken);
  }

  @Test
  void defaultPartitionsOverlapEachOther() {
    SchemaState state =
        Predicted.schema(
            "CREATE TABLE r (k int) PARTITION BY RANGE (k);"
                + "CREATE TABLE d PARTITION OF r DEFAULT");
    Table parent = state.findTable(QualifiedName.of("r")).orElseThrow();
    PartitionBound other =
        state
            .findTable(QualifiedName.of("d"))
            .flatMap(t -> t.partition())
            .flatMap(p -> p.bound())
            .orElseThrow();
    assertThat(new PartitionBounds(parent).overlap(other, other)).isTrue();
    assertThat(new PartitionBounds(parent).overlap(other, bound("r1"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,0,true", "4,4,true", "4,3,false"})
  void aRemainderIsLessThanAModulusAboveZero(int modulus, int remainder, boolean refused) {
    Effects effects =
        Predicted.inTransaction(
            "CREATE TABLE h (k int) PARTITION BY HASH (k);"
                + "CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 0);"
                + "CREATE TABLE h1 (k int)",
            "ALTER TABLE h ATTACH PARTITION h1 FOR VALUES WITH (MODULUS %d, REMAINDER %d)"
                .formatted(modulus, remainder));

    assertThat(effects.failure().isPresent()).isEqualTo(refused);
  }
}
