package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every statement of real migrations is read, and Oracle's are refused with their places. */
class CorpusParseTest {

  private static final Path CORPUS = Path.of("..", "shared", "corpus");
  private static final String ORACLE = "navikt__fp-sak";

  /** Down scripts, and down sections behind up sections, that PostgreSQL itself cannot parse. */
  private static final Map<String, Integer> BROKEN =
      Map.of(
          "000042_rename_tokenaccount_to_tokenbalance.down.sql", 1, // COMMIT followed by a colon
          "000070_add_subscriptions_filters.down.sql", 4, // ALTER TABLE ... INSERT COLUMN
          "20170318181441_downloads_need_no_id", 1, // no semicolon between two statements
          "20170530135027-schedule-rotation.sql", 2, // a column without name, TIMESTAMP start
          "20170619123628-add-constraints.sql", 2, // DROP CONSTRAINT UNIQUE (...)
          "20170620104459-contact-constraints.sql", 2);

  @BeforeEach
  void needsTheCorpus() {
    assumeThat(CORPUS).as("migrations of real projects").exists();
  }

  @Test
  void acceptsWhatPostgresqlAccepts() throws IOException {
    Map<String, Integer> refusals = new TreeMap<>();
    int statements = 0;
    for (Path file : scripts(path -> !path.startsWith(ORACLE))) {
      List<Statement> read = parse(file);
      statements += read.size();
      int refused = (int) read.stream().filter(Unparsed.class::isInstance).count();
      if (refused > 0) {
        Path name = file.getFileName();
        boolean named = name.toString().length() > "down.sql".length();
        refusals.put((named ? name : file.getName(file.getNameCount() - 2)).toString(), refused);
      }
    }
    assertThat(refusals).isEqualTo(BROKEN);
    assertThat(statements).isGreaterThan(7_000);
  }

  @Test
  void refusesOracleWithPlaceAndWords() throws IOException {
    List<Unparsed> refused = new ArrayList<>();
    for (Path file : scripts(path -> path.startsWith(ORACLE))) {
      String text = read(file);
      for (Statement statement : parse(file)) {
        if (statement instanceof Unparsed unparsed) {
          refused.add(unparsed);
          assertThat(unparsed.problem().span().end()).isLessThanOrEqualTo(text.length());
          assertThat(unparsed.problem().message()).startsWith("found ");
        }
      }
    }
    assertThat(refused).hasSizeGreaterThan(100);
  }

  private interface Chooser {
    boolean takes(String path);
  }

  private static List<Path> scripts(Chooser chooser) throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .filter(file -> chooser.takes(CORPUS.relativize(file).toString()))
          .sorted()
          .toList();
    }
  }

  private static List<Statement> parse(Path file) {
    return SqlParser.parse(read(file), ServerVersion.NEWEST_PROVEN).statements();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
