package dev.safemigrate.analysis;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fixture: migrations, and the findings that they must have, line by line.
 *
 * <p>Lines that begin with {@code -- file: name} start another file, {@code -- target: 14} names
 * the server, {@code -- runner: flyway} the runner, {@code -- style: on} asks the questions of
 * style, and {@code -- expect rule: words} says that the next line that is none of these has a
 * finding of that rule whose message holds the words. {@code pending} behind a file's name says
 * that all files are known to be, {@code applied} behind the names of the first ones that these ran
 * before. What is not expected must not be found.
 *
 * @param files in order
 * @param version of the server
 * @param runner of the files
 * @param style whether questions of style are asked
 * @param pendingKnown whether a file says that it is pending, so that all of them are known to be
 * @param applied how many of the files ran before
 */
record Fixture(
    List<File> files,
    ServerVersion version,
    Runner runner,
    boolean style,
    boolean pendingKnown,
    int applied) {

  /** One migration file with what is expected of it. */
  record File(String name, String text, List<Expectation> expectations) {}

  /** A finding that must be there. */
  record Expectation(int line, String rule, String words) {}

  private static final Pattern FILE = Pattern.compile("-- file: (\\S+)(?: (pending|applied))?");
  private static final Pattern EXPECT = Pattern.compile("\\s*-- expect ([a-z0-9-]+): (.*)");
  private static final Pattern SETTING = Pattern.compile("-- (target|runner|style): (\\S+)");

  static Fixture parse(String text) {
    ServerVersion version = ServerVersion.NEWEST_PROVEN;
    Runner runner = Runner.MIGRATE;
    boolean style = false;
    boolean pendingKnown = false;
    int applied = 0;
    List<File> files = new ArrayList<>();
    String name = "V1__fixture.sql";
    StringBuilder lines = new StringBuilder();
    List<Expectation> expectations = new ArrayList<>();
    List<String[]> waiting = new ArrayList<>();
    int line = 0;
    for (String read : text.split("\n", -1)) {
      Matcher file = FILE.matcher(read);
      Matcher expect = EXPECT.matcher(read);
      Matcher setting = SETTING.matcher(read);
      if (file.matches()) {
        if (lines.toString().lines().anyMatch(l -> !SETTING.matcher(l).matches())) {
          files.add(new File(name, lines.toString(), List.copyOf(expectations)));
        }
        name = file.group(1);
        pendingKnown = pendingKnown || "pending".equals(file.group(2));
        applied += "applied".equals(file.group(2)) ? 1 : 0;
        lines.setLength(0);
        expectations.clear();
        line = 0;
        continue;
      }
      lines.append(read).append('\n');
      line++;
      if (expect.matches()) {
        waiting.add(new String[] {expect.group(1), expect.group(2)});
      } else if (setting.matches()) {
        switch (setting.group(1)) {
          case "target" -> version = new ServerVersion(Integer.parseInt(setting.group(2)));
          case "runner" -> runner = Runner.ofId(setting.group(2)).orElseThrow();
          default -> style = true;
        }
      } else {
        for (String[] expected : waiting) {
          expectations.add(new Expectation(line, expected[0], expected[1]));
        }
        waiting.clear();
      }
    }
    files.add(new File(name, lines.toString(), List.copyOf(expectations)));
    return new Fixture(files, version, runner, style, pendingKnown, applied);
  }

  /** The same for another server. */
  Fixture on(ServerVersion other) {
    return new Fixture(files, other, runner, style, pendingKnown, applied);
  }

  /** The same with another runner. */
  Fixture by(Runner other) {
    return new Fixture(files, version, other, style, pendingKnown, applied);
  }

  /** The result of analysing its files, all of them pending. */
  AnalysisResult analyse() {
    List<SourceFile> sources =
        files.stream()
            .map(
                file ->
                    new SourceFile(
                        file.name(), file.name(), file.text().getBytes(StandardCharsets.UTF_8)))
            .toList();
    MigrationFolder folder =
        MigrationFolder.read(sources, SourceSettings.DEFAULT.withStyle(NamingStyle.FLYWAY));
    if (folder.refused() || folder.migrations().size() != files.size()) {
      throw new IllegalStateException("not a fixture: " + folder.problems());
    }
    return Analysis.analyse(
        new AnalysisRequest(
            folder.migrations(),
            folder.migrations().stream()
                .limit(applied)
                .map(MigrationScript::identity)
                .collect(Collectors.toSet()),
            pendingKnown || applied > 0
                ? new Pending(Pending.By.BASELINE, "the fixture says so")
                : Pending.ALL,
            SchemaState.unknown(),
            version,
            runner,
            List.of(),
            Map.of(),
            LocalDate.of(2026, 11, 1),
            List.of(),
            style));
  }

  /** What differs between expectation and result, in sentences; empty when nothing does. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    AnalysisResult result = analyse();
    for (int i = 0; i < files.size(); i++) {
      File file = files.get(i);
      List<ReportedFinding> found =
          new ArrayList<>(
              result.migrations().get(i).allFindings().filter(f -> !f.acknowledged()).toList());
      for (Expectation expected : file.expectations()) {
        Optional<ReportedFinding> match =
            found.stream()
                .filter(finding -> finding.rule().id().equals(expected.rule()))
                .filter(finding -> finding.line() == expected.line())
                .filter(finding -> finding.message().contains(expected.words()))
                .findFirst();
        match.ifPresentOrElse(
            found::remove,
            () ->
                complaints.add(
                    "%s:%d expects %s: %s"
                        .formatted(
                            file.name(), expected.line(), expected.rule(), expected.words())));
      }
      found.forEach(finding -> complaints.add("not expected: " + finding.logLine()));
    }
    return complaints;
  }
}
