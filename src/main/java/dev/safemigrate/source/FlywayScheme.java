package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Flyway's names: a prefix for the kind, a version, a separator, a description; callbacks named
 * after their event; {@code <script>.conf} beside a script.
 */
final class FlywayScheme implements NamingScheme {

  private static final Set<String> EVENTS =
      Set.of(
          "beforemigrate",
          "beforerepeatables",
          "beforeeachmigrate",
          "beforeeachmigratestatement",
          "aftereachmigratestatement",
          "aftereachmigratestatementerror",
          "aftereachmigrate",
          "aftereachmigrateerror",
          "aftermigrate",
          "aftermigrateapplied",
          "afterversioned",
          "aftermigrateerror",
          "beforeundo",
          "beforeeachundo",
          "beforeeachundostatement",
          "aftereachundostatement",
          "aftereachundostatementerror",
          "aftereachundo",
          "aftereachundoerror",
          "afterundo",
          "afterundoerror",
          "beforeclean",
          "afterclean",
          "aftercleanerror",
          "beforeinfo",
          "afterinfo",
          "afterinfoerror",
          "beforevalidate",
          "aftervalidate",
          "aftervalidateerror",
          "beforebaseline",
          "afterbaseline",
          "afterbaselineerror",
          "beforerepair",
          "afterrepair",
          "afterrepairerror",
          "aftercreateschema",
          "beforecreateschema",
          "beforeconnect",
          "afterconnect",
          "createschema");

  private static final Pattern NO_TRANSACTION =
      Pattern.compile("(?im)^\\s*executeInTransaction\\s*=\\s*false\\s*$");
  private static final Pattern TRANSACTION =
      Pattern.compile("(?im)^\\s*executeInTransaction\\s*=\\s*true\\s*$");

  private final FlywayNames names;

  FlywayScheme(FlywayNames names) {
    this.names = names;
  }

  @Override
  public void read(ScriptCollector collector) {
    Map<String, TextFile> configurations = new HashMap<>();
    for (TextFile file : collector.files(".conf")) {
      configurations.put(file.path(), file);
    }
    Map<String, MigrationScript> repeatables = new HashMap<>();
    for (TextFile file : collector.files()) {
      Optional<String> suffix = suffixOf(file.source().baseName());
      if (suffix.isPresent()) {
        TransactionSwitch transaction = transaction(configurations.get(file.path() + ".conf"));
        readFile(file, suffix.get(), transaction, repeatables, collector);
      } else if (file.source().baseName().endsWith(".java")) {
        collector.notAnalysed(
            file, "a Java migration: what it runs is not analysed; write it as SQL to have it so");
      }
    }
    collector.refuseDuplicateVersions();
    collector.sort(
        Comparator.comparing((MigrationScript script) -> script.kind() == Kind.REPEATABLE)
            .thenComparing(
                script -> script.version().orElseGet(() -> Version.ofLabel(script.description()))));
  }

  private void readFile(
      TextFile file,
      String suffix,
      TransactionSwitch transaction,
      Map<String, MigrationScript> repeatables,
      ScriptCollector collector) {
    String base = file.source().baseName();
    String name = base.substring(0, base.length() - suffix.length());
    String event = splitAtSeparator(name)[0].toLowerCase(Locale.ROOT);
    if (EVENTS.contains(event)) {
      collector.add(
          collector.script(
              Kind.CALLBACK, Optional.empty(), name, name, Part.whole(file), transaction));
      return;
    }
    Optional<Kind> kind = kindOf(name);
    if (kind.isEmpty()) {
      collector.badName(file, "the name is not one of Flyway's: " + expected());
      return;
    }
    String[] halves = splitAtSeparator(name.substring(prefixOf(kind.get()).length()));
    String description = halves[1].replace('_', ' ').strip();
    boolean repeatable = kind.get() == Kind.REPEATABLE;
    Optional<Version> version = repeatable ? Optional.empty() : Version.ofNumbers(halves[0]);
    if (repeatable ? !halves[0].isEmpty() || description.isEmpty() : version.isEmpty()) {
      collector.badName(file, "the name is not one of Flyway's: " + expected());
      return;
    }
    String identity = version.map(Version::text).orElse(description);
    MigrationScript script =
        collector.script(kind.get(), version, description, identity, Part.whole(file), transaction);
    if (repeatable) {
      collector.refuseDuplicate(repeatables.putIfAbsent(description, script), script);
    }
    collector.add(script);
  }

  /** The kind by the longest prefix that fits. */
  private Optional<Kind> kindOf(String name) {
    return List.of(Kind.VERSIONED, Kind.UNDO, Kind.REPEATABLE, Kind.BASELINE).stream()
        .filter(kind -> fits(name, prefixOf(kind), kind))
        .max(Comparator.comparingInt(kind -> prefixOf(kind).length()));
  }

  private boolean fits(String name, String prefix, Kind kind) {
    if (!name.startsWith(prefix) || name.length() == prefix.length()) {
      return false;
    }
    return kind == Kind.REPEATABLE
        ? name.startsWith(names.separator(), prefix.length())
        : Character.isDigit(name.charAt(prefix.length()));
  }

  private String prefixOf(Kind kind) {
    return switch (kind) {
      case VERSIONED -> names.versioned();
      case UNDO -> names.undo();
      case REPEATABLE -> names.repeatable();
      case BASELINE -> names.baseline();
      case CALLBACK -> "";
    };
  }

  private Optional<String> suffixOf(String name) {
    return names.suffixes().stream().filter(name::endsWith).findFirst();
  }

  private String[] splitAtSeparator(String name) {
    int at = name.indexOf(names.separator());
    return at < 0
        ? new String[] {name, ""}
        : new String[] {name.substring(0, at), name.substring(at + names.separator().length())};
  }

  private String expected() {
    String suffix = names.suffixes().get(0);
    return String.format(
        Locale.ROOT,
        "expected %s<version>%sdescription%s or %s%sdescription%s",
        names.versioned(),
        names.separator(),
        suffix,
        names.repeatable(),
        names.separator(),
        suffix);
  }

  private static TransactionSwitch transaction(@Nullable TextFile configuration) {
    if (configuration == null) {
      return TransactionSwitch.UNSAID;
    }
    if (NO_TRANSACTION.matcher(configuration.text()).find()) {
      return TransactionSwitch.OFF;
    }
    return TRANSACTION.matcher(configuration.text()).find()
        ? TransactionSwitch.ON
        : TransactionSwitch.UNSAID;
  }
}
