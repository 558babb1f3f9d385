package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The migrations of a project in the order in which they run, read from files of any tool's style.
 *
 * @param style the naming style, found out or configured
 * @param base baselines and dumps that stand for what ran before
 * @param migrations versioned ones in order, then repeatables (Liquibase's stay in place)
 * @param callbacks scripts for events of the runner
 * @param notAnalysed migrations that are programs
 * @param problems what is wrong with the files; when one is fatal the rest cannot be relied on
 */
public record MigrationFolder(
    NamingStyle style,
    List<MigrationScript> base,
    List<MigrationScript> migrations,
    List<MigrationScript> callbacks,
    List<NotAnalysed> notAnalysed,
    List<SourceProblem> problems) {

  /** Endings of files that are looked at; nothing else is decoded. */
  private static final Set<String> ENDINGS =
      Set.of(
          "sql", "conf", "toml", "sum", "py", "js", "ts", "cjs", "mjs", "go", "java", "xml", "yaml",
          "yml", "json");

  public MigrationFolder {
    base = List.copyOf(base);
    migrations = List.copyOf(migrations);
    callbacks = List.copyOf(callbacks);
    notAnalysed = List.copyOf(notAnalysed);
    problems = List.copyOf(problems);
  }

  /**
   * Reads files as migrations.
   *
   * @param files what the locations hold, in any order
   * @param settings encoding, style and placeholders
   * @return the migrations; input errors are in its problems, nothing is thrown for them
   */
  public static MigrationFolder read(List<SourceFile> files, SourceSettings settings) {
    List<SourceProblem> problems = new ArrayList<>();
    List<TextFile> decoded = new ArrayList<>();
    files.stream()
        .filter(file -> isLookedAt(file.name(), settings.flywayNames()))
        .sorted(Comparator.comparing(SourceFile::path))
        .forEach(file -> decoded.add(decode(file, settings, problems)));
    StyleDetector detector = new StyleDetector(decoded, settings.flywayNames());
    NamingStyle style = settings.style().orElseGet(detector::detect);
    ScriptCollector collector =
        new ScriptCollector(decoded, settings.placeholders(), unknown(style), problems);
    scheme(style, detector, settings).read(collector);
    List<MigrationScript> scripts = collector.scripts();
    return new MigrationFolder(
        style,
        of(scripts, Set.of(Kind.BASELINE)),
        of(scripts, Set.of(Kind.VERSIONED, Kind.REPEATABLE)),
        of(scripts, Set.of(Kind.CALLBACK)),
        collector.notAnalysed(),
        problems);
  }

  /** Migrations and callbacks, for who runs them. */
  public List<MigrationScript> scripts() {
    List<MigrationScript> all = new ArrayList<>(migrations);
    all.addAll(callbacks);
    return all;
  }

  /**
   * Callbacks around migrations, each once: those that come before one in front of the first that
   * is pending, the others at the end. Those of other events are left out.
   *
   * @param scripts migrations in order
   * @param callbacks in order
   * @param pending which migrations are still to run
   */
  public static List<MigrationScript> around(
      List<MigrationScript> scripts,
      List<MigrationScript> callbacks,
      Predicate<MigrationScript> pending) {
    int first = 0;
    while (first < scripts.size() && !pending.test(scripts.get(first))) {
      first++;
    }
    List<MigrationScript> all = new ArrayList<>(scripts.subList(0, first));
    add(all, callbacks, true);
    all.addAll(scripts.subList(first, scripts.size()));
    add(all, callbacks, false);
    return all;
  }

  private static void add(
      List<MigrationScript> all, List<MigrationScript> callbacks, boolean before) {
    for (CallbackEvent event : CallbackEvent.values()) {
      if (event.before() == before) {
        callbacks.stream()
            .filter(script -> CallbackEvent.of(script).filter(event::equals).isPresent())
            .forEach(all::add);
      }
    }
  }

  /** Whether a problem makes the files unusable. */
  public boolean refused() {
    return problems.stream().anyMatch(SourceProblem::fatal);
  }

  /** Whether there is nothing in the folder that a tool would run. */
  public boolean isEmpty() {
    return base.isEmpty() && migrations.isEmpty() && callbacks.isEmpty() && notAnalysed.isEmpty();
  }

  private static TextFile decode(
      SourceFile file, SourceSettings settings, List<SourceProblem> problems) {
    // Only SQL is the user's text; a program in another encoding is none of our business.
    boolean sql = isSql(file.name(), settings.flywayNames());
    return TextFile.decode(file, settings.encoding(), sql ? problems : new ArrayList<>());
  }

  /** Whether a file can matter to any style, by its name. */
  public static boolean isLookedAt(String name, FlywayNames names) {
    return isSql(name, names) || ENDINGS.contains(ending(name));
  }

  private static boolean isSql(String name, FlywayNames names) {
    return ending(name).equals("sql") || names.suffixes().stream().anyMatch(name::endsWith);
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static List<MigrationScript> of(List<MigrationScript> scripts, Set<Kind> kinds) {
    return scripts.stream().filter(script -> kinds.contains(script.kind())).toList();
  }

  /** Only Flyway and mybatis replace placeholders themselves, and fail without a value. */
  private static Placeholders.Unknown unknown(NamingStyle style) {
    return style == NamingStyle.FLYWAY || style == NamingStyle.MYBATIS
        ? Placeholders.Unknown.REFUSED
        : Placeholders.Unknown.KEPT;
  }

  private static NamingScheme scheme(
      NamingStyle style, StyleDetector detector, SourceSettings settings) {
    return switch (style) {
      case FLYWAY -> {
        FlywayNames names = settings.flywayNames();
        yield new FlywayScheme(detector.flywayWithoutPrefix() ? names.withVersioned("") : names);
      }
      case GOLANG_MIGRATE, SQLX, ATLAS -> new NumberedScheme(style);
      case DIESEL, PRISMA -> new FolderScheme(style);
      case GOOSE, DBMATE, SQL_MIGRATE, MYBATIS -> new MarkerScheme(style);
      case LIQUIBASE -> new LiquibaseScheme();
      case ALEMBIC -> new AlembicScheme();
      case KNEX -> new KnexScheme();
      case PG_DUMP -> new DumpScheme();
    };
  }
}
