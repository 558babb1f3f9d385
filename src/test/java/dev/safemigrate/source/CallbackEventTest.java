package dev.safemigrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which files are callbacks, and where they stand among migrations. */
class CallbackEventTest {

  @Test
  void beforeOnesStandInFrontOfWhatIsPendingAndTheOthersAtTheEnd() {
    MigrationFolder folder =
        folder(
            "V1__a.sql",
            "V2__b.sql",
            "R__c.sql",
            "afterMigrate__x.sql",
            "afterEachMigrate.sql",
            "beforeMigrate.sql",
            "BEFOREEACHMIGRATE.sql",
            "afterEachMigrateError.sql");
    assertThat(
            MigrationFolder.around(
                    folder.migrations(),
                    folder.callbacks(),
                    script -> !script.identity().equals("1"))
                .stream()
                .map(MigrationScript::name))
        .containsExactly(
            "V1__a.sql",
            "beforeMigrate.sql",
            "BEFOREEACHMIGRATE.sql",
            "V2__b.sql",
            "R__c.sql",
            "afterEachMigrate.sql",
            "afterMigrate__x.sql");
  }

  @Test
  void eventIsTheWholeWord() {
    assertThat(folder("afterMigrateApplied.sql", "beforeValidate.sql").callbacks())
        .extracting(CallbackEvent::of)
        .containsExactly(Optional.of(CallbackEvent.AFTER_MIGRATE_APPLIED), Optional.empty());
  }

  private static MigrationFolder folder(String... names) {
    List<SourceFile> files =
        Stream.of(names)
            .map(
                name ->
                    new SourceFile(
                        "db/" + name, name, "SELECT 1;".getBytes(StandardCharsets.UTF_8)))
            .toList();
    return MigrationFolder.read(files, SourceSettings.DEFAULT);
  }
}
