package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code alembic upgrade --sql} prints, cut at its revision comments. The transaction that
 * Alembic prints around everything, or around each revision, is left out: the runner has its own.
 * Python revisions are only listed.
 */
final class AlembicScheme implements NamingScheme {

  static final Pattern REVISION =
      Pattern.compile(
          "(?m)^-- Running (upgrade|downgrade) ([^\\n"
              + "]*?) -> ([^\\n"
              + ",]*?)(?:, ([^\\n"
              + "]*?))?[ \\t\\r"
              + "]*$");
  static final Pattern PYTHON_REVISION =
      Pattern.compile("(?m)^revision(?:\\s*:\\s*\\w+)?\\s*=\\s*[\"']([^\"']+)[\"']");

  private static final Pattern PYTHON_BEFORE =
      Pattern.compile("(?m)^down_revision(?:\\s*:[^=\\n]+)?\\s*=\\s*[\"']([^\"']+)[\"']");
  private static final Pattern BEGIN_BEFORE = Pattern.compile("BEGIN;\\s*\\z");
  private static final Pattern COMMIT_BEFORE = Pattern.compile("COMMIT;\\s*\\z");
  private static final Pattern BEGIN_FIRST = Pattern.compile("\\A\\s*(BEGIN;)");

  @Override
  public void read(ScriptCollector collector) {
    Map<String, MigrationScript> seen = new HashMap<>();
    for (TextFile file : collector.files(".sql")) {
      readFile(file, seen, collector);
    }
    for (TextFile file : collector.files(".py")) {
      Matcher revision = PYTHON_REVISION.matcher(file.text());
      if (revision.find()) {
        collector.notAnalysed(file, command(file, revision.group(1)));
      }
    }
  }

  private static String command(TextFile file, String revision) {
    Matcher before = PYTHON_BEFORE.matcher(file.text());
    String range = before.find() ? before.group(1) + ":" + revision : revision;
    return "an Alembic revision in Python; 'alembic upgrade " + range + " --sql' writes it as SQL";
  }

  private static void readFile(
      TextFile file, Map<String, MigrationScript> seen, ScriptCollector collector) {
    List<Matcher> revisions = new ArrayList<>();
    Matcher matcher = REVISION.matcher(file.text());
    while (matcher.find()) {
      Matcher found = REVISION.matcher(file.text());
      found.find(matcher.start());
      revisions.add(found);
    }
    if (revisions.isEmpty()) {
      collector.badName(file, "holds no '-- Running upgrade' line of 'alembic upgrade --sql'");
      return;
    }
    for (int i = 0; i < revisions.size(); i++) {
      Matcher revision = revisions.get(i);
      // What Alembic prints before the first revision creates its own table.
      int start = i == 0 ? 0 : revision.start();
      int end = i + 1 < revisions.size() ? revisions.get(i + 1).start() : file.text().length();
      boolean up = revision.group(1).equals("upgrade");
      String version = up ? revision.group(3) : revision.group(2);
      MigrationScript script =
          collector.script(
              up ? Kind.VERSIONED : Kind.UNDO,
              Optional.of(Version.ofLabel(version.strip())),
              Optional.ofNullable(revision.group(4)).orElse(""),
              version.strip(),
              withoutFrame(new Part(file, start, file.text().substring(start, end))),
              TransactionSwitch.UNSAID);
      if (up) {
        collector.refuseDuplicate(seen.putIfAbsent(script.identity(), script), script);
      }
      collector.add(script);
    }
  }

  private static Part withoutFrame(Part part) {
    Part framed = without(part, BEGIN_BEFORE, 0);
    framed = without(framed, COMMIT_BEFORE, 0);
    return without(framed, BEGIN_FIRST, 1);
  }

  private static Part without(Part part, Pattern words, int group) {
    Matcher found = words.matcher(part.text());
    return found.find()
        ? part.without(part.start() + found.start(group), part.start() + found.end(group))
        : part;
  }
}
