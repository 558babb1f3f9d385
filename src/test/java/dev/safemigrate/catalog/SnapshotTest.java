package dev.safemigrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The file of a snapshot. */
class SnapshotTest {

  @Test
  void snapshotComesBackAsItWasWritten() {
    Snapshot snapshot =
        new Snapshot(
            16,
            "CREATE TABLE public.\"a/b\" (id integer);\n",
            new TreeMap<>(
                Map.of(
                    new RelationName("public", "a/b"),
                    new RelationSize(OptionalLong.of(1_000_000), 8192, 4096),
                    new RelationName("public", "never_analysed"),
                    new RelationSize(OptionalLong.empty(), 8192, 0))),
            List.of(
                applied("baseline", Optional.of("1"), Optional.empty(), Optional.of("1.0"), false),
                applied("versioned", Optional.of("2"), Optional.of("ab"), Optional.of("1.1"), true),
                applied(
                    "repeatable", Optional.empty(), Optional.of("cd"), Optional.empty(), false)));
    assertThat(Snapshot.ofJson(snapshot.toJson())).isEqualTo(snapshot);
  }

  private static Snapshot.Applied applied(
      String kind,
      Optional<String> version,
      Optional<String> checksum,
      Optional<String> projectVersion,
      boolean verified) {
    return new Snapshot.Applied(
        kind, version, "a \"name\"", "a.sql", checksum, projectVersion, verified);
  }

  @Test
  void anotherFileIsRefusedWithTheReason() {
    assertThatThrownBy(() -> Snapshot.ofJson("{\"format\": 2}"))
        .hasMessageContaining("not a snapshot of format 1");
    assertThatThrownBy(() -> Snapshot.ofJson("CREATE TABLE")).hasMessageContaining("not JSON");
  }
}
