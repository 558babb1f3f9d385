package dev.safemigrate.source;

import dev.safemigrate.source.MigrationDraft.NewFile;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes migrations in the style of a folder, with the versions behind its last one. */
public final class NewMigrations {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

  private final NamingStyle style;
  private final FlywayNames names;
  private final List<MigrationScript> versioned;
  private final String location;
  private final LocalDateTime now;

  private NewMigrations(
      NamingStyle style,
      FlywayNames names,
      List<MigrationScript> versioned,
      String location,
      LocalDateTime now) {
    this.style = style;
    this.names = names;
    this.versioned = versioned;
    this.location = location;
    this.now = now;
  }

  /**
   * For a folder that has been read.
   *
   * @param folder may be empty; its style counts then
   * @param names the parts of Flyway's names
   * @param location where files go when there are none yet
   * @param now the time of today, for styles whose versions are points in time
   */
  public static NewMigrations in(
      MigrationFolder folder, FlywayNames names, String location, LocalDateTime now) {
    List<MigrationScript> versioned =
        Stream.concat(folder.base().stream(), folder.migrations().stream())
            .filter(script -> script.version().isPresent())
            .toList();
    return new NewMigrations(folder.style(), names, versioned, location, now);
  }

  /** Why no file can be written; empty where one can. */
  public Optional<String> refusal() {
    return switch (style) {
      case ALEMBIC, KNEX ->
          Optional.of(
              style.parameter()
                  + "'s migrations are programs; put the SQL of the preview into new ones");
      case PG_DUMP -> Optional.of("the files are dumps, not migrations");
      default -> Optional.empty();
    };
  }

  /** What must be done by hand behind new files; empty for most styles. */
  public Optional<String> afterwards() {
    return switch (style) {
      case ATLAS -> Optional.of("run 'atlas migrate hash', which writes atlas.sum");
      case LIQUIBASE ->
          Optional.of("include the new files in the changelog unless it does so by folder");
      default -> Optional.empty();
    };
  }

  /** Whether the style has a way back. */
  public boolean hasDown() {
    return style != NamingStyle.ATLAS && !(style == NamingStyle.SQLX && plain());
  }

  /** The next versions, spelled like the last one. */
  public List<String> versions(int count) {
    return NextVersions.after(last().map(this::spelledVersion), first(), now, count);
  }

  /** The files of one migration. */
  public List<NewFile> files(String version, MigrationDraft draft) {
    String words = draft.description().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    String description = words.replaceAll("^_|_$", "");
    String up = SqlFile.plain(draft.comments(), draft.up());
    String down = SqlFile.down(draft);
    return switch (style) {
      case FLYWAY ->
          List.of(
              file(versionedPrefix() + version + names.separator() + description + suffix(), up),
              file(names.undo() + version + names.separator() + description + suffix(), down));
      case GOLANG_MIGRATE, SQLX -> numbered(version + "_" + description, draft, up, down);
      case ATLAS ->
          List.of(
              file(
                  version + "_" + description + ".sql",
                  (draft.transactional() ? "" : "-- atlas:txmode none\n\n") + up));
      case DIESEL -> diesel(version + "_" + description + "/", draft, up, down);
      case PRISMA ->
          List.of(
              file(version + "_" + description + "/migration.sql", up),
              file(version + "_" + description + "/down.sql", down));
      case GOOSE, SQL_MIGRATE, DBMATE, MYBATIS ->
          List.of(file(version + "_" + description + ".sql", SqlFile.both(style, draft)));
      case LIQUIBASE ->
          List.of(file(version + "_" + description + ".sql", SqlFile.changeset(version, draft)));
      case ALEMBIC, KNEX, PG_DUMP ->
          throw new IllegalStateException("no files for " + style.parameter());
    };
  }

  private List<NewFile> numbered(String name, MigrationDraft draft, String up, String down) {
    String mark = style == NamingStyle.SQLX && !draft.transactional() ? "-- no-transaction\n" : "";
    if (!hasDown()) {
      return List.of(file(name + ".sql", mark + up));
    }
    return List.of(file(name + ".up.sql", mark + up), file(name + ".down.sql", mark + down));
  }

  private List<NewFile> diesel(String folder, MigrationDraft draft, String up, String down) {
    List<NewFile> files = new ArrayList<>();
    files.add(file(folder + "up.sql", up));
    files.add(file(folder + "down.sql", down));
    if (!draft.transactional()) {
      files.add(file(folder + "metadata.toml", "run_in_transaction = false\n"));
    }
    return files;
  }

  private NewFile file(String name, String text) {
    return new NewFile(folder() + name, text);
  }

  /** Beside the last migration; where each has a folder of its own, beside that. */
  private String folder() {
    return last()
        .map(MigrationScript::path)
        .map(path -> parent(hasFolders() ? parent(path).replaceAll("/$", "") : path))
        .orElse(location.isEmpty() || location.endsWith("/") ? location : location + "/");
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private boolean hasFolders() {
    return style == NamingStyle.DIESEL || style == NamingStyle.PRISMA;
  }

  private Optional<MigrationScript> last() {
    return versioned.stream().max(Comparator.comparing(script -> script.version().orElseThrow()));
  }

  /** The version as the file's name spells it. */
  private String spelledVersion(MigrationScript script) {
    String name = script.name();
    String base = hasFolders() ? name.substring(0, Math.max(0, name.lastIndexOf('/'))) : name;
    String own = base.substring(base.lastIndexOf('/') + 1);
    if (style == NamingStyle.FLYWAY) {
      String prefix = versionedPrefix();
      String unprefixed =
          own.startsWith(prefix) ? own.substring(prefix.length()) : own.substring(1);
      int separator = unprefixed.indexOf(names.separator());
      return separator < 0
          ? script.version().orElseThrow().text()
          : unprefixed.substring(0, separator);
    }
    String digits =
        own.chars()
            .takeWhile(c -> Character.isDigit(c) || (style == NamingStyle.DIESEL && c == '-'))
            .mapToObj(c -> String.valueOf((char) c))
            .collect(Collectors.joining());
    return digits.isEmpty() ? first() : digits;
  }

  /** Flyway's prefix, which a folder may do without. */
  private String versionedPrefix() {
    boolean without =
        !versioned.isEmpty()
            && versioned.stream()
                .map(script -> script.name().substring(script.name().lastIndexOf('/') + 1))
                .allMatch(name -> Character.isDigit(name.charAt(0)));
    return without ? "" : names.versioned();
  }

  private String suffix() {
    return names.suffixes().get(0);
  }

  /** Whether sqlx's files have one direction only. */
  private boolean plain() {
    return !versioned.isEmpty()
        && versioned.stream().noneMatch(script -> script.name().endsWith(".up.sql"));
  }

  private String first() {
    return switch (style) {
      case FLYWAY -> "1";
      case GOLANG_MIGRATE -> "000001";
      case LIQUIBASE -> "001";
      case DIESEL -> DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT).format(now);
      default -> TIME.format(now);
    };
  }
}
