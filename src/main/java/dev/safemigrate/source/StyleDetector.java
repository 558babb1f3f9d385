package dev.safemigrate.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Tells the tool from names first and from markers in the files second. */
final class StyleDetector {

  private static final Pattern UP_OR_DOWN = Pattern.compile("\\d+[_.-].*[._](up|down)\\.sql");
  private static final Pattern NUMBERED = Pattern.compile("\\d+[_-].*\\.sql");
  private static final Pattern WITHOUT_PREFIX = Pattern.compile("\\d[\\d._]*__.*\\.sql");
  private static final Pattern SQLX_NO_TRANSACTION = Pattern.compile("\\A-- no-transaction");
  private static final Pattern MYBATIS =
      Pattern.compile("(?m)^\\s*--\\s*//\\s*@UNDO\\s*$|\\A(?:\\s*--.*\\R)*?\\s*--\\s+//\\s");

  private final List<TextFile> files;
  private final List<TextFile> sql;
  private final FlywayNames flyway;

  StyleDetector(List<TextFile> files, FlywayNames flyway) {
    this.files = files;
    this.sql = files.stream().filter(file -> name(file).endsWith(".sql")).toList();
    this.flyway = flyway;
  }

  /** The style; Flyway's where nothing tells. */
  NamingStyle detect() {
    return byName().or(this::byMarker).or(this::byNumber).orElse(NamingStyle.FLYWAY);
  }

  /** Whether versions stand in front of the separator without a prefix. */
  boolean flywayWithoutPrefix() {
    return sql.stream().anyMatch(file -> WITHOUT_PREFIX.matcher(base(file)).matches())
        && sql.stream().noneMatch(this::versioned);
  }

  private Optional<NamingStyle> byName() {
    if (any(file -> name(file).endsWith("/migration.sql"))
        || any(files, file -> base(file).equals("migration_lock.toml"))) {
      return Optional.of(NamingStyle.PRISMA);
    }
    if (any(file -> name(file).endsWith("/up.sql"))) {
      return Optional.of(NamingStyle.DIESEL);
    }
    if (any(this::versioned) || (any(this::repeatable) && !any(NUMBERED))) {
      return Optional.of(NamingStyle.FLYWAY);
    }
    if (any(files, file -> base(file).equals("atlas.sum"))) {
      return Optional.of(NamingStyle.ATLAS);
    }
    if (any(UP_OR_DOWN)) {
      boolean sqlx = any(contains(SQLX_NO_TRANSACTION));
      return Optional.of(sqlx ? NamingStyle.SQLX : NamingStyle.GOLANG_MIGRATE);
    }
    return Optional.empty();
  }

  private Optional<NamingStyle> byMarker() {
    for (TextFile file : sql) {
      String text = file.text();
      if (text.contains("+goose") && marks(NamingStyle.GOOSE, text)) {
        return Optional.of(NamingStyle.GOOSE);
      }
      if (text.contains("+migrate") && marks(NamingStyle.SQL_MIGRATE, text)) {
        return Optional.of(NamingStyle.SQL_MIGRATE);
      }
      if (text.contains("migrate:") && marks(NamingStyle.DBMATE, text)) {
        return Optional.of(NamingStyle.DBMATE);
      }
      if (LiquibaseScheme.HEADER.matcher(text).find()) {
        return Optional.of(NamingStyle.LIQUIBASE);
      }
      if (text.contains("-- Running ") && AlembicScheme.REVISION.matcher(text).find()) {
        return Optional.of(NamingStyle.ALEMBIC);
      }
      if (text.contains("//") && MYBATIS.matcher(text).find()) {
        return Optional.of(NamingStyle.MYBATIS);
      }
    }
    if (any(files, StyleDetector::isPythonRevision)) {
      return Optional.of(NamingStyle.ALEMBIC);
    }
    boolean dump = !sql.isEmpty() && sql.stream().allMatch(contains(DumpScheme.HEADER));
    if (dump && !any(NUMBERED)) {
      return Optional.of(NamingStyle.PG_DUMP);
    }
    return Optional.empty();
  }

  private Optional<NamingStyle> byNumber() {
    if (sql.stream().anyMatch(file -> WITHOUT_PREFIX.matcher(base(file)).matches())) {
      return Optional.of(NamingStyle.FLYWAY);
    }
    if (any(NUMBERED)) {
      return Optional.of(NamingStyle.SQLX);
    }
    if (any(files, file -> KnexScheme.NAME.matcher(base(file)).matches())) {
      return Optional.of(NamingStyle.KNEX);
    }
    boolean changelog = any(files, file -> file.text().contains("databaseChangeLog"));
    return changelog ? Optional.of(NamingStyle.LIQUIBASE) : Optional.empty();
  }

  private boolean versioned(TextFile file) {
    String base = base(file);
    String prefix = flyway.versioned();
    return base.length() > prefix.length()
        && !prefix.isEmpty()
        && base.startsWith(prefix)
        && Character.isDigit(base.charAt(prefix.length()));
  }

  private boolean repeatable(TextFile file) {
    return base(file).startsWith(flyway.repeatable() + flyway.separator());
  }

  private static boolean marks(NamingStyle style, String text) {
    return Part.lines(text).stream()
        .map(line -> text.substring(line.start(), line.end()).stripTrailing())
        .flatMap(line -> Marker.read(style, line).stream())
        .anyMatch(Marker::startsUp);
  }

  private static boolean isPythonRevision(TextFile file) {
    return name(file).endsWith(".py") && AlembicScheme.PYTHON_REVISION.matcher(file.text()).find();
  }

  private static Predicate<TextFile> contains(Pattern pattern) {
    return file -> pattern.matcher(file.text()).find();
  }

  private boolean any(Pattern name) {
    return any(file -> name.matcher(base(file)).matches());
  }

  private boolean any(Predicate<TextFile> predicate) {
    return any(sql, predicate);
  }

  private static boolean any(List<TextFile> files, Predicate<TextFile> predicate) {
    return files.stream().anyMatch(predicate);
  }

  private static String name(TextFile file) {
    return file.source().name().toLowerCase(Locale.ROOT);
  }

  private static String base(TextFile file) {
    return file.source().baseName();
  }
}
