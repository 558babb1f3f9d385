package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.CommandTags;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.SchemaState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command tag that a client can cause (cmdtaglist.h of PostgreSQL 14 to 18) with a statement
 * that has it: the model must know it. Tags that no statement has, as CREATE CONSTRAINT, are not in
 * the list.
 */
class CommandTagsHaveEffectsTest {

  static Stream<String> tags() throws IOException {
    try (InputStream in =
        CommandTagsHaveEffectsTest.class.getResourceAsStream("command-tags.tsv")) {
      assertThat(in).as("the list of command tags").isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      assertThat(lines).hasSizeGreaterThan(150);
      return lines.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("tags")
  void tagHasEffects(String line) {
    String[] parts = line.split("\t");
    ServerVersion version = ServerVersion.NEWEST_PROVEN;
    Statement statement = SqlParser.parse(parts[1], version).statements().get(0);
    assertThat(CommandTags.of(statement)).isEqualTo(parts[0]);
    Effects effects =
        new EffectModel(new JSqlParserQueryReader())
            .predict(statement, SchemaState.unknown(), TransactionState.OPENED, version);
    assertThat(effects.unknown()).as(parts[1]).isFalse();
    assertThat(effects.failure()).as(parts[1]).isEmpty();
  }
}
