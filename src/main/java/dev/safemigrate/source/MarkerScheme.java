package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Both directions in one file, told apart by marker comments: goose, sql-migrate, dbmate and
 * mybatis. Their files begin with a number; sql-migrate orders by it and then by name.
 */
final class MarkerScheme implements NamingScheme {

  private static final Pattern NAME = Pattern.compile("(\\d+)[_-]?(.*)\\.sql");
  private static final Pattern GO_MIGRATION = Pattern.compile("\\d+_.*\\.go");

  /** {@code $$} stands for a dollar; {@code ${NAME:-default}} and its like have a tail. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\$|\\$\\{(\\w+)([^}]*)}|\\$([A-Za-z_]\\w*)");

  private final NamingStyle style;

  MarkerScheme(NamingStyle style) {
    this.style = style;
  }

  @Override
  public void read(ScriptCollector collector) {
    for (TextFile file : collector.files(".sql")) {
      readFile(file, collector);
    }
    for (TextFile file : collector.files(".go")) {
      String name = file.source().baseName();
      if (style == NamingStyle.GOOSE && GO_MIGRATION.matcher(name).matches()) {
        collector.notAnalysed(
            file, "a Go migration: what it runs is not analysed; write it as SQL to have it so");
      }
    }
    if (style != NamingStyle.SQL_MIGRATE) {
      collector.refuseDuplicateVersions();
    }
    collector.sort(Comparator.comparing(MarkerScheme::version));
  }

  private static Version version(MigrationScript script) {
    return script.version().orElse(Version.ofLabel(script.identity()));
  }

  private void readFile(TextFile file, ScriptCollector collector) {
    String base = file.source().baseName();
    boolean bootstrap = style == NamingStyle.MYBATIS && base.equals("bootstrap.sql");
    if (bootstrap || (style == NamingStyle.MYBATIS && base.equals("onabort.sql"))) {
      collector.add(
          collector.script(
              bootstrap ? Kind.BASELINE : Kind.CALLBACK,
              Optional.empty(),
              base.substring(0, base.indexOf('.')),
              base,
              Part.whole(file),
              TransactionSwitch.UNSAID));
      return;
    }
    Matcher name = NAME.matcher(base);
    Optional<Version> version =
        name.matches()
            ? Version.ofNumbers(name.group(1))
            : Optional.of(Version.ofLabel(base)).filter(v -> style == NamingStyle.SQL_MIGRATE);
    if (version.isEmpty()) {
      collector.badName(
          file,
          "the name is not one of "
              + style.parameter()
              + "'s: expected <number>_<description>.sql");
      return;
    }
    String description =
        name.matches() ? name.group(2).replace('_', ' ').replace('-', ' ').strip() : base;
    boolean byName = style == NamingStyle.SQL_MIGRATE;
    String identity = byName ? file.source().name() : name.group(1);
    Sections sections = Sections.read(file, style, collector);
    MigrationScript up =
        collector.script(
            Kind.VERSIONED,
            version,
            description,
            identity,
            sections.up(),
            transaction(sections.upWithoutTransaction()));
    Optional<MigrationScript> down =
        sections
            .down()
            .map(
                part ->
                    collector.script(
                        Kind.UNDO,
                        version,
                        description,
                        identity,
                        part,
                        transaction(sections.downWithoutTransaction())));
    collector.add(down.map(up::withDown).orElse(up));
  }

  private static TransactionSwitch transaction(boolean without) {
    return without ? TransactionSwitch.OFF : TransactionSwitch.UNSAID;
  }

  /** The two halves of a file. */
  private record Sections(
      Part up, boolean upWithoutTransaction, Optional<Part> down, boolean downWithoutTransaction) {

    static Sections read(TextFile file, NamingStyle style, ScriptCollector collector) {
      List<Part.Line> up = new ArrayList<>();
      List<Part.Line> down = new ArrayList<>();
      boolean upAlone = false;
      boolean downAlone = false;
      boolean sawUp = style == NamingStyle.MYBATIS;
      boolean sawDown = false;
      boolean variables = false;
      List<Part.Line> current = sawUp ? up : new ArrayList<>();
      for (Part.Line line : Part.lines(file.text())) {
        String words = file.text().substring(line.start(), line.end()).stripTrailing();
        Optional<Marker> marker = Marker.read(style, words);
        if (marker.isEmpty()) {
          current.add(line);
          if (variables && (current == up || current == down)) {
            variables(file, line.start(), words, collector);
          }
          continue;
        }
        Marker found = marker.get();
        variables = found == Marker.VARIABLES_ON || variables && found != Marker.VARIABLES_OFF;
        upAlone |= found == Marker.UP_WITHOUT_TRANSACTION || found == Marker.NO_TRANSACTION;
        downAlone |= found == Marker.DOWN_WITHOUT_TRANSACTION || found == Marker.NO_TRANSACTION;
        sawUp |= found.startsUp();
        sawDown |= found.startsDown();
        current = found.startsUp() ? up : found.startsDown() ? down : current;
        if (found == Marker.UNKNOWN) {
          collector.problem(
              file.problem(
                  SourceProblem.Kind.MARKER,
                  line.start(),
                  "not a marker that " + style.parameter() + " knows: " + words));
        }
      }
      if (!sawUp) {
        collector.problem(
            SourceProblem.of(
                SourceProblem.Kind.MARKER,
                file.path(),
                "has no line that starts the way up, " + upMarker(style)));
      }
      Optional<Part> back = sawDown ? Optional.of(Part.of(file, down)) : Optional.empty();
      return new Sections(Part.of(file, up), upAlone, back, downAlone);
    }

    /** goose puts variables of the environment here, which may be secrets and are not read. */
    private static void variables(
        TextFile file, int start, String words, ScriptCollector collector) {
      Matcher matcher = VARIABLE.matcher(words);
      while (matcher.find()) {
        String name = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
        boolean placeholder = matcher.group(1) != null && matcher.group(2).isEmpty();
        if (name == null || placeholder && collector.hasValue(name)) {
          continue;
        }
        collector.problem(
            file.problem(
                SourceProblem.Kind.PLACEHOLDER,
                start + matcher.start(),
                "goose puts the environment variable %s here, which is not read: write ${%s} and give"
                        .formatted(name, name)
                    + " the placeholder a value"));
      }
    }

    private static String upMarker(NamingStyle style) {
      return switch (style) {
        case GOOSE -> "-- +goose Up";
        case SQL_MIGRATE -> "-- +migrate Up";
        default -> "-- migrate:up";
      };
    }
  }
}
