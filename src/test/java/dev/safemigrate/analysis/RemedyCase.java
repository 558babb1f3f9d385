package dev.safemigrate.analysis;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.rule.Runner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One finding that carries SQL, of a bad example of a page or of a fixture.
 *
 * @param name where it comes from
 * @param fixture the history
 * @param place the finding
 */
record RemedyCase(String name, Fixture fixture, Remedied.Place place) {

  private static final Path PAGES = Path.of("docs/rules");
  private static final Path FIXTURES = Path.of("src/test/resources/rule");
  private static final Pattern BAD = Pattern.compile("(?ms)^```sql bad\n(.*?)^```$");

  String rule() {
    return place.finding().rule().id();
  }

  /** The cases of every page and every fixture, in the order of their names. */
  static List<RemedyCase> all() throws IOException {
    return all(ServerVersion.NEWEST_PROVEN, Runner.MIGRATE);
  }

  /** The same for another server and runner, where a fixture does not name its own. */
  static List<RemedyCase> all(ServerVersion version, Runner runner) throws IOException {
    List<RemedyCase> cases = new ArrayList<>();
    for (Path page : files(PAGES)) {
      Matcher fence = BAD.matcher(Files.readString(page));
      int number = 0;
      while (fence.find()) {
        number++;
        add(
            cases,
            "page %s %d".formatted(name(PAGES, page), number),
            fence.group(1),
            version,
            runner);
      }
    }
    for (Path fixture : files(FIXTURES)) {
      add(cases, name(FIXTURES, fixture), Files.readString(fixture), version, runner);
    }
    return cases;
  }

  private static void add(
      List<RemedyCase> cases, String name, String text, ServerVersion version, Runner runner) {
    Fixture written = Fixture.parse(text);
    boolean anyServer = written.version().equals(ServerVersion.NEWEST_PROVEN);
    Fixture there = anyServer ? written.on(version) : written;
    Fixture fixture = written.runner() == Runner.MIGRATE ? there.by(runner) : there;
    for (Remedied.Place place : Remedied.places(fixture.analyse())) {
      if (!isRefused(place) && !place.finding().remedy().files().isEmpty()) {
        String where =
            "%s: %s in V%d:%d"
                .formatted(
                    name, place.finding().rule().id(), place.file() + 1, place.finding().line());
        cases.add(new RemedyCase(where, fixture, place));
      }
    }
  }

  /** What the server refuses has no schema behind it, with a remedy or without. */
  private static boolean isRefused(Remedied.Place place) {
    return place.statement().findings().stream()
        .anyMatch(finding -> finding.rule().id().equals("certain-failure"));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("README.md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replaceFirst("\\.(md|sql)$", "");
  }
}
