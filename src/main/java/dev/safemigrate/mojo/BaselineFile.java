package dev.safemigrate.mojo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.ReportedFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The findings that a project had when it adopted the plugin: one line each with fingerprint, rule
 * and file, sorted by file, so that a change of it reads well in a review.
 */
final class BaselineFile {

  static final String DEFAULT = "src/migrate/baseline.txt";

  private static final String HEADER =
      """
      # Findings that were there when this project began to use migrate:check.
      # Written by: mvn migrate:check -Dmigrate.writeBaseline
      # Each line: fingerprint, rule, if it ends until:2027-01-31 (the last day), file.
      # A statement that changes gets another fingerprint.
      """;

  private static final Pattern LINE =
      Pattern.compile(
          "([0-9a-f]+)\\s+([a-z0-9-]+)\\s+(?:until:([0-9]{4}-[0-9]{2}-[0-9]{2})\\s+)?(\\S.*)");

  private final Path file;
  private final String shown;

  /**
   * @param base what a relative path is relative to
   * @param path as configured
   */
  BaselineFile(Path base, String path) {
    this.file = base.resolve(path);
    this.shown = path;
  }

  /**
   * Reads the file; one that is missing knows nothing.
   *
   * @throws MojoExecutionException when it cannot be read or a line is not understood
   */
  Known read() throws MojoExecutionException {
    if (!Files.exists(file)) {
      return new Known(List.of());
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The baseline %s cannot be read: %s".formatted(shown, e.getMessage()), e);
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher words = LINE.matcher(line);
      if (!words.matches()) {
        throw new MojoExecutionException(
            "%s:%d is not 'fingerprint rule [until:day] file': %s".formatted(shown, i + 1, line));
      }
      entries.add(
          new Entry(words.group(1), words.group(2), until(words.group(3), i + 1), words.group(4)));
    }
    return new Known(entries);
  }

  private Optional<LocalDate> until(@Nullable String day, int line) throws MojoExecutionException {
    try {
      return Optional.ofNullable(day).map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new MojoExecutionException("%s:%d: there is no %s".formatted(shown, line, day), e);
    }
  }

  /**
   * Writes the findings that nobody has acknowledged.
   *
   * @param result of an analysis without a baseline
   * @param until the last day on which they count as accepted, if there is one
   * @return what the file now holds
   */
  Known write(AnalysisResult result, Optional<LocalDate> until) throws MojoExecutionException {
    List<Entry> entries =
        result
            .findings()
            .filter(finding -> !finding.acknowledged())
            .map(
                finding ->
                    new Entry(finding.fingerprint(), finding.rule().id(), until, finding.file()))
            .distinct()
            .sorted(Entry.ORDER)
            .toList();
    String text =
        HEADER + entries.stream().map(entry -> entry.line() + "\n").collect(Collectors.joining());
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The baseline %s cannot be written: %s".formatted(shown, e.getMessage()), e);
    }
    return new Known(entries);
  }

  @Override
  public String toString() {
    return shown;
  }

  /** What a baseline holds. */
  record Known(List<Entry> entries) {

    Known {
      entries = List.copyOf(entries);
    }

    /** Fingerprints with the last day on which they count, if they have one. */
    Map<String, Optional<LocalDate>> acknowledged() {
      Map<String, Optional<LocalDate>> acknowledged = new HashMap<>();
      entries.forEach(entry -> acknowledged.put(entry.fingerprint(), entry.until()));
      return acknowledged;
    }

    /** Entries that no finding has any more; those of applied files have done their work. */
    List<Entry> stale(AnalysisResult result) {
      Set<String> found =
          result.findings().map(ReportedFinding::fingerprint).collect(Collectors.toSet());
      Set<String> applied =
          result.migrations().stream()
              .filter(migration -> !migration.pending())
              .map(AnalysedMigration::file)
              .collect(Collectors.toSet());
      return entries.stream()
          .filter(entry -> !found.contains(entry.fingerprint()) && !applied.contains(entry.file()))
          .toList();
    }
  }

  /** One line. */
  record Entry(String fingerprint, String rule, Optional<LocalDate> until, String file) {

    static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::file)
            .thenComparing(Entry::rule)
            .thenComparing(Entry::fingerprint);

    String line() {
      return "%s %s %s%s"
          .formatted(fingerprint, rule, until.map(day -> "until:" + day + " ").orElse(""), file);
    }
  }
}
