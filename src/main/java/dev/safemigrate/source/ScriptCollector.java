package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a naming scheme reads from and adds to. */
final class ScriptCollector {

  private final List<TextFile> files;
  private final Placeholders placeholders;
  private final Placeholders.Unknown unknownPlaceholders;
  private final List<SourceProblem> problems;
  private final List<MigrationScript> scripts = new ArrayList<>();
  private final Map<Version, MigrationScript> undo = new LinkedHashMap<>();
  private final List<NotAnalysed> notAnalysed = new ArrayList<>();

  ScriptCollector(
      List<TextFile> files,
      PlaceholderSettings placeholders,
      Placeholders.Unknown unknownPlaceholders,
      List<SourceProblem> problems) {
    this.files = files;
    this.placeholders = new Placeholders(placeholders);
    this.unknownPlaceholders = unknownPlaceholders;
    this.problems = problems;
  }

  /** The files whose names end so, in the order of their paths. */
  List<TextFile> files(String suffix) {
    return files.stream().filter(file -> lower(file).endsWith(suffix)).toList();
  }

  List<TextFile> files() {
    return files;
  }

  void problem(SourceProblem problem) {
    problems.add(problem);
  }

  /** Whether a placeholder of that name is replaced. */
  boolean hasValue(String placeholder) {
    return placeholders.hasValue(placeholder);
  }

  void badName(TextFile file, String message) {
    problem(SourceProblem.of(SourceProblem.Kind.BAD_NAME, file.path(), message));
  }

  void note(TextFile file, String message) {
    problem(SourceProblem.of(SourceProblem.Kind.NOTE, file.path(), message));
  }

  void notAnalysed(TextFile file, String reason) {
    notAnalysed.add(new NotAnalysed(file.path(), reason));
  }

  void add(MigrationScript script) {
    if (script.kind() == Kind.UNDO) {
      Version version = script.version().orElseThrow();
      refuseDuplicate(undo.put(version, script), script);
      return;
    }
    if (script.sql().text().isBlank()) {
      note(script.sql().file(), "is empty: there is nothing to run");
    }
    scripts.add(script);
  }

  MigrationScript script(
      Kind kind,
      Optional<Version> version,
      String description,
      String identity,
      Part part,
      TransactionSwitch transaction) {
    SqlText sql =
        placeholders.replace(part.file(), part.text(), part.start(), unknownPlaceholders, problems);
    List<Directive> directives = Directives.read(sql, problems);
    return new MigrationScript(
        kind,
        version,
        description,
        identity,
        sql,
        Directives.transaction(directives).orElse(transaction),
        directives,
        Checksums.ofText(part.text()),
        Optional.empty());
  }

  /** The scripts in the order in which they were added, each with what takes it back. */
  List<MigrationScript> scripts() {
    List<MigrationScript> paired = new ArrayList<>(scripts.size());
    Map<Version, MigrationScript> unpaired = new LinkedHashMap<>(undo);
    for (MigrationScript script : scripts) {
      boolean takesUndo = script.kind() == Kind.VERSIONED && script.down().isEmpty();
      Optional<MigrationScript> down =
          takesUndo ? script.version().map(unpaired::remove) : Optional.empty();
      paired.add(down.map(script::withDown).orElse(script));
    }
    for (MigrationScript script : unpaired.values()) {
      note(script.sql().file(), "takes back a version that no file brings; it is never run");
    }
    return paired;
  }

  List<NotAnalysed> notAnalysed() {
    return notAnalysed;
  }

  /** Sorts what was added; equal scripts stay in the order of their paths. */
  void sort(Comparator<MigrationScript> order) {
    scripts.sort(order);
  }

  /** Refuses two scripts of the same kind and version, naming both files. */
  void refuseDuplicateVersions() {
    Map<Kind, Map<Version, MigrationScript>> seen = new HashMap<>();
    for (MigrationScript script : scripts) {
      script
          .version()
          .ifPresent(
              version ->
                  refuseDuplicate(
                      seen.computeIfAbsent(script.kind(), kind -> new HashMap<>())
                          .putIfAbsent(version, script),
                      script));
    }
  }

  void refuseDuplicate(@Nullable MigrationScript first, MigrationScript second) {
    if (first == null) {
      return;
    }
    String what = second.version().map(v -> "version " + v).orElse(second.description());
    problem(
        SourceProblem.of(
            SourceProblem.Kind.DUPLICATE,
            second.path(),
            String.format(
                Locale.ROOT, "has the same %s as %s; rename one of them", what, first.path())));
  }

  private static String lower(TextFile file) {
    return file.source().name().toLowerCase(Locale.ROOT);
  }
}
