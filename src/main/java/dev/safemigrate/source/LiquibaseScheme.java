package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Liquibase's formatted SQL: a changeset is a migration, in the order of the files' paths and then
 * of the changesets in them; {@code --rollback} lines take it back. Preconditions are not evaluated
 * and therefore told.
 */
final class LiquibaseScheme implements NamingScheme {

  static final Pattern HEADER =
      Pattern.compile("\\A\\s*--\\s*liquibase\\s*formatted.*", Pattern.CASE_INSENSITIVE);

  private static final Pattern COMMAND =
      Pattern.compile(
          "^\\s*--\\s*(changeset|rollback|preconditions|precondition-[a-z-]+|ignoreLines|property)"
              + "\\b:?\\s*(.*?)\\s*$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern BAD_CHANGESET =
      Pattern.compile("^\\s*-\\s*changeset\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHANGESET =
      Pattern.compile("(\"[^\"]*\"|[^:\"]+?):(\"[^\"]*\"|\\S+)(?:\\s+(.*))?");
  private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+):(\"[^\"]*\"|\\S+)");
  private static final Pattern BLOCK_ROLLBACK =
      Pattern.compile(
          "/\\*\\s*liquibase\\s+rollback\\s*(.*?)\\*/", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern NOT_SQL =
      Pattern.compile("(?i)(empty|not required|changeSetId:.*)?\\s*");

  @Override
  public void read(ScriptCollector collector) {
    Map<String, MigrationScript> seen = new HashMap<>();
    for (TextFile file : collector.files()) {
      String name = file.source().name().toLowerCase(Locale.ROOT);
      boolean changelog = file.text().contains("databaseChangeLog");
      if (name.endsWith(".sql") && HEADER.matcher(file.text()).find()) {
        readFile(file, seen, collector);
      } else if (name.endsWith(".sql")) {
        collector.note(
            file, "has no '--liquibase formatted sql' line; Liquibase runs it only by reference");
      } else if (changelog) {
        collector.notAnalysed(
            file, "a changelog that is not SQL; 'mvn liquibase:updateSQL' writes it as SQL");
      }
    }
  }

  private static void readFile(
      TextFile file, Map<String, MigrationScript> seen, ScriptCollector collector) {
    Changeset current = Changeset.none();
    boolean ignoring = false;
    for (Part.Line line : Part.lines(file.text())) {
      String words = file.text().substring(line.start(), line.end()).stripTrailing();
      boolean mayBeCommand = words.contains("-");
      Matcher command = COMMAND.matcher(mayBeCommand ? words : "");
      if (!command.matches()) {
        if (mayBeCommand && BAD_CHANGESET.matcher(words).matches()) {
          collector.problem(
              file.problem(
                  SourceProblem.Kind.MARKER, line.start(), "a changeset line begins with '--'"));
        } else if (!ignoring) {
          current.lines().add(line);
        }
        continue;
      }
      String argument = command.group(2);
      String word = command.group(1).toLowerCase(Locale.ROOT);
      if (word.equals("ignorelines")) {
        ignoring = argument.toLowerCase(Locale.ROOT).startsWith("start");
      } else if (word.equals("changeset")) {
        finish(file, current, seen, collector);
        current = start(file, line, argument, collector);
      } else if (word.equals("rollback") && !NOT_SQL.matcher(argument).matches()) {
        current.rollback().add(new Part.Line(line.start() + command.start(2), line.end()));
      } else if (word.startsWith("precondition-")) {
        collector.problem(
            file.problem(
                SourceProblem.Kind.NOTE,
                line.start(),
                "the precondition is not evaluated; the changeset is read as if it ran"));
      }
    }
    finish(file, current, seen, collector);
  }

  private static Changeset start(
      TextFile file, Part.Line line, String argument, ScriptCollector collector) {
    Matcher identity = CHANGESET.matcher(argument);
    if (!identity.matches()) {
      collector.problem(
          file.problem(
              SourceProblem.Kind.MARKER,
              line.start(),
              "a changeset line needs author:id, as in '--changeset author:1'"));
      return Changeset.none();
    }
    Map<String, String> attributes = new HashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(Optional.ofNullable(identity.group(3)).orElse(""));
    while (attribute.find()) {
      attributes.put(attribute.group(1).toLowerCase(Locale.ROOT), unquoted(attribute.group(2)));
    }
    return new Changeset(
        unquoted(identity.group(1).strip()),
        unquoted(identity.group(2)),
        line,
        attributes,
        new ArrayList<>(),
        new ArrayList<>());
  }

  private static void finish(
      TextFile file,
      Changeset changeset,
      Map<String, MigrationScript> seen,
      ScriptCollector collector) {
    if (changeset.author().isEmpty()) {
      return;
    }
    Optional<String> skipped = changeset.whySkipped();
    if (skipped.isPresent()) {
      collector.problem(
          file.problem(SourceProblem.Kind.NOTE, changeset.line().start(), skipped.get()));
      return;
    }
    Part up = withOwnDelimiter(Part.of(file, changeset.lines()), changeset);
    List<Part.Line> rollback = new ArrayList<>(changeset.rollback());
    Matcher block = BLOCK_ROLLBACK.matcher(up.text());
    while (block.find()) {
      rollback.add(new Part.Line(up.start() + block.start(1), up.start() + block.end(1)));
    }
    MigrationScript script = script(file, changeset, Kind.VERSIONED, up, collector);
    if (!rollback.isEmpty()) {
      script =
          script.withDown(script(file, changeset, Kind.UNDO, Part.of(file, rollback), collector));
    }
    collector.refuseDuplicate(seen.putIfAbsent(script.identity(), script), script);
    collector.add(script);
  }

  private static MigrationScript script(
      TextFile file, Changeset changeset, Kind kind, Part part, ScriptCollector collector) {
    boolean without = "false".equalsIgnoreCase(changeset.attribute("runintransaction"));
    return collector.script(
        kind,
        Optional.of(Version.ofLabel(changeset.id())),
        changeset.author() + ":" + changeset.id(),
        file.source().name() + "::" + changeset.id() + "::" + changeset.author(),
        part,
        without ? TransactionSwitch.OFF : TransactionSwitch.UNSAID);
  }

  /** A delimiter of the changeset's own, alone on its line, becomes a semicolon. */
  private static Part withOwnDelimiter(Part part, Changeset changeset) {
    String delimiter = changeset.attribute("enddelimiter").replace("\\n", "").strip();
    if (delimiter.isEmpty() || delimiter.equals(";")) {
      return part;
    }
    Matcher alone =
        Pattern.compile("(?im)^[ \\t]*(" + Pattern.quote(delimiter) + ")[ \\t]*\\r?$")
            .matcher(part.text());
    StringBuilder text = new StringBuilder(part.text());
    while (alone.find()) {
      text.replace(alone.start(1), alone.end(1), ";" + " ".repeat(delimiter.length() - 1));
    }
    return new Part(part.file(), part.start(), text.toString());
  }

  private static String unquoted(String word) {
    boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
    return quoted ? word.substring(1, word.length() - 1) : word;
  }

  /** A changeset while its lines are gathered. */
  private record Changeset(
      String author,
      String id,
      Part.Line line,
      Map<String, String> attributes,
      List<Part.Line> lines,
      List<Part.Line> rollback) {

    /** What stands before the first changeset; Liquibase does not run it. */
    static Changeset none() {
      return new Changeset(
          "", "", new Part.Line(0, 0), Map.of(), new ArrayList<>(), new ArrayList<>());
    }

    String attribute(String name) {
      return attributes.getOrDefault(name, "");
    }

    Optional<String> whySkipped() {
      if (attribute("ignore").equalsIgnoreCase("true")) {
        return Optional.of("the changeset says ignore:true and is left out");
      }
      String databases = attribute("dbms").toLowerCase(Locale.ROOT);
      boolean runs =
          databases.isEmpty()
              || databases.equals("all")
              || List.of(databases.split("\\s*,\\s*")).contains("postgresql")
              || (databases.startsWith("!") && !databases.contains("!postgresql"));
      return runs
          ? Optional.empty()
          : Optional.of("the changeset is for " + databases + " and is left out");
    }
  }
}
