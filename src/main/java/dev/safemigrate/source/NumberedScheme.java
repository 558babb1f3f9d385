package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number, a description and a file for each direction: golang-migrate's {@code .up.sql} and
 * {@code .down.sql} (and {@code _up.sql}, {@code _down.sql}), sqlx's, which may also be plain, and
 * Atlas's, which are plain and ordered as text.
 */
final class NumberedScheme implements NamingScheme {

  private static final Pattern NAME =
      Pattern.compile("(\\d+)(?:[_-](.*?))??(?:([._])(up|down))?\\.sql", Pattern.CASE_INSENSITIVE);
  private static final Pattern SQLX_NO_TRANSACTION = Pattern.compile("\\A-- no-transaction");
  private static final Pattern ATLAS_MODE =
      Pattern.compile("(?m)^-- atlas:txmode\\s+(none|file|all)\\s*$");

  private final NamingStyle style;

  NumberedScheme(NamingStyle style) {
    this.style = style;
  }

  @Override
  public void read(ScriptCollector collector) {
    boolean plainIsUp =
        style != NamingStyle.GOLANG_MIGRATE
            || collector.files(".sql").stream().noneMatch(file -> direction(file, "up"));
    for (TextFile file : collector.files(".sql")) {
      Matcher name = NAME.matcher(file.source().baseName());
      if (!name.matches()) {
        collector.badName(
            file, "the name is not one of " + style.parameter() + "'s: " + expected());
      } else if (name.group(4) == null && !plainIsUp) {
        collector.badName(
            file, "the name says neither .up.sql nor .down.sql, so golang-migrate never runs it");
      } else {
        collector.add(script(file, name, collector));
      }
    }
    collector.refuseDuplicateVersions();
    collector.sort(
        Comparator.comparing((MigrationScript script) -> script.version().orElseThrow()));
  }

  private MigrationScript script(TextFile file, Matcher name, ScriptCollector collector) {
    String number = name.group(1);
    Version version =
        style == NamingStyle.ATLAS
            ? Version.ofLabel(number)
            : Version.ofNumbers(number).orElseThrow();
    boolean down = "down".equalsIgnoreCase(name.group(4));
    String description = Optional.ofNullable(name.group(2)).orElse("").replace('_', ' ').strip();
    return collector.script(
        down ? Kind.UNDO : Kind.VERSIONED,
        Optional.of(version),
        description,
        number,
        Part.whole(file),
        transaction(file));
  }

  private TransactionSwitch transaction(TextFile file) {
    if (style == NamingStyle.SQLX && SQLX_NO_TRANSACTION.matcher(file.text()).find()) {
      return TransactionSwitch.OFF;
    }
    Matcher mode = ATLAS_MODE.matcher(file.text());
    if (style == NamingStyle.ATLAS && mode.find()) {
      return mode.group(1).equals("none") ? TransactionSwitch.OFF : TransactionSwitch.ON;
    }
    return TransactionSwitch.UNSAID;
  }

  private String expected() {
    return style == NamingStyle.GOLANG_MIGRATE
        ? "expected <number>_<description>.up.sql or .down.sql"
        : "expected <number>_<description>.sql";
  }

  private static boolean direction(TextFile file, String direction) {
    Matcher name = NAME.matcher(file.source().baseName());
    return name.matches() && direction.equalsIgnoreCase(name.group(4));
  }
}
