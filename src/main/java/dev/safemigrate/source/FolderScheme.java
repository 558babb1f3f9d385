package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder for each migration: Diesel's with up.sql, down.sql and metadata.toml, Prisma's with
 * migration.sql. Both are ordered as text, Diesel's without its dashes.
 */
final class FolderScheme implements NamingScheme {

  private static final Pattern NO_TRANSACTION =
      Pattern.compile("(?m)^\\s*run_in_transaction\\s*=\\s*false\\b");

  private final NamingStyle style;

  FolderScheme(NamingStyle style) {
    this.style = style;
  }

  @Override
  public void read(ScriptCollector collector) {
    Map<String, TextFile> metadata = new HashMap<>();
    for (TextFile file : collector.files("metadata.toml")) {
      metadata.put(parent(file.path()), file);
    }
    for (TextFile file : collector.files(".sql")) {
      Optional<Kind> kind = kindOf(file);
      if (kind.isEmpty()) {
        collector.note(file, style.parameter() + " does not run this file, so it is left out");
        continue;
      }
      collector.add(script(file, kind.get(), metadata.get(parent(file.path())), collector));
    }
    collector.refuseDuplicateVersions();
    collector.sort(Comparator.comparing(script -> script.version().orElseThrow()));
  }

  private Optional<Kind> kindOf(TextFile file) {
    if (file.source().folder().isEmpty()) {
      return Optional.empty();
    }
    String up = style == NamingStyle.DIESEL ? "up.sql" : "migration.sql";
    String name = file.source().baseName();
    if (name.equals(up)) {
      return Optional.of(Kind.VERSIONED);
    }
    return name.equals("down.sql") ? Optional.of(Kind.UNDO) : Optional.empty();
  }

  private MigrationScript script(
      TextFile file, Kind kind, @Nullable TextFile metadata, ScriptCollector collector) {
    String folder = file.source().folder();
    String name = folder.substring(folder.lastIndexOf('/') + 1);
    int underscore = name.indexOf('_');
    String number = underscore < 0 ? name : name.substring(0, underscore);
    String description = underscore < 0 ? "" : name.substring(underscore + 1).replace('_', ' ');
    String version = style == NamingStyle.DIESEL ? number.replace("-", "") : name;
    boolean noTransaction = metadata != null && NO_TRANSACTION.matcher(metadata.text()).find();
    return collector.script(
        kind,
        Optional.of(Version.ofLabel(version)),
        description,
        version,
        Part.whole(file),
        noTransaction ? TransactionSwitch.OFF : TransactionSwitch.UNSAID);
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
