package dev.safemigrate.source;

import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.Tokens;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads directives from the comment tokens of a script. One that cannot be read is a problem, never
 * ignored.
 */
public final class Directives {

  private static final String MARK = "migrate:";
  private static final Pattern WORDS =
      Pattern.compile("migrate:([\\w-]*)[ \\t]*(.*)", Pattern.DOTALL);
  private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern UNTIL = Pattern.compile("until[:=](\\S+)\\s*(.*)", Pattern.DOTALL);
  private static final String EXPECTED =
      "allow, allow-file, idempotent, phase, contract-of, backfill, verify or transaction";

  private final SqlText sql;
  private final List<SourceProblem> problems;

  private Directives(SqlText sql, List<SourceProblem> problems) {
    this.sql = sql;
    this.problems = problems;
  }

  /**
   * Reads all directives of a script.
   *
   * @param problems takes what looks like a directive and is none
   */
  static List<Directive> read(SqlText sql, List<SourceProblem> problems) {
    if (!sql.text().contains(MARK)) {
      return List.of();
    }
    Directives reader = new Directives(sql, problems);
    Tokens tokens = Lexer.read(sql.text());
    List<Directive> directives = new ArrayList<>();
    for (int i = 0; i < tokens.commentCount(); i++) {
      reader.readComment(tokens.comment(i)).ifPresent(directives::add);
    }
    return directives;
  }

  /** What the last directive about transactions says, if there is one. */
  static Optional<TransactionSwitch> transaction(List<Directive> directives) {
    return directives.stream()
        .filter(Directive.InTransaction.class::isInstance)
        .map(directive -> ((Directive.InTransaction) directive).transaction())
        .reduce((first, second) -> second);
  }

  /**
   * The directives that belong to a statement: those in front of it, behind the statement before,
   * and those inside it.
   *
   * @param directives of a script
   * @param previousEnd where the statement before ends, 0 for the first
   * @param statement the span of the statement
   */
  public static List<Directive> of(List<Directive> directives, int previousEnd, Span statement) {
    return directives.stream()
        .filter(d -> d.span().start() >= previousEnd && d.span().start() < statement.end())
        .toList();
  }

  /** The backfill directive among those that belong to a statement, if there is one. */
  public static Optional<Directive.Backfill> backfill(List<Directive> ofStatement) {
    return ofStatement.stream()
        .filter(Directive.Backfill.class::isInstance)
        .map(Directive.Backfill.class::cast)
        .reduce((first, second) -> second);
  }

  private Optional<Directive> readComment(Span span) {
    String comment = content(span.of(sql.text()));
    if (!comment.startsWith(MARK)) {
      return Optional.empty();
    }
    Matcher words = WORDS.matcher(comment);
    if (!words.matches()) {
      throw new IllegalStateException("a directive without its mark: " + comment);
    }
    String argument = words.group(2).strip();
    return switch (words.group(1)) {
      case "allow", "allow-file" -> allow(span, words.group(1).equals("allow"), argument);
      case "idempotent" ->
          argument.isEmpty()
              ? problem(span, "idempotent needs a reason: -- migrate:idempotent <reason>")
              : Optional.of(new Directive.Idempotent(span, argument));
      case "phase" -> phase(span, argument);
      case "backfill" -> backfill(span, argument);
      case "contract-of" ->
          argument.isEmpty() || argument.contains(" ")
              ? problem(
                  span,
                  "contract-of needs the version of one migration, its expand:"
                      + " -- migrate:contract-of <version>")
              : Optional.of(new Directive.ContractOf(span, argument));
      case "verify" ->
          argument.isEmpty()
              ? problem(span, "verify needs a query: -- migrate:verify SELECT ...")
              : Optional.of(new Directive.Verify(span, argument));
      case "transaction" -> transaction(span, argument);
      default -> problem(span, "unknown directive '" + words.group(1) + "', expected " + EXPECTED);
    };
  }

  private Optional<Directive> backfill(Span span, String argument) {
    try {
      return Optional.of(new Directive.Backfill(span, BackfillOptions.read(argument)));
    } catch (BackfillOptions.Unreadable e) {
      return problem(span, String.valueOf(e.getMessage()));
    }
  }

  private static String content(String comment) {
    if (comment.startsWith("--")) {
      return comment.substring(2).strip();
    }
    String inside = comment.substring(2);
    return (inside.endsWith("*/") ? inside.substring(0, inside.length() - 2) : inside).strip();
  }

  private Optional<Directive> allow(Span span, boolean statement, String argument) {
    String word = statement ? "allow" : "allow-file";
    String[] halves = argument.split("\\s+", 2);
    if (!RULE.matcher(halves[0]).matches()) {
      return problem(
          span, word + " needs a rule and a reason: -- migrate:" + word + " <rule> <reason>");
    }
    String reason = halves.length > 1 ? halves[1] : "";
    Optional<LocalDate> until = Optional.empty();
    Matcher expiry = UNTIL.matcher(reason);
    if (expiry.matches()) {
      until = date(expiry.group(1));
      reason = expiry.group(2);
      if (until.isEmpty()) {
        return problem(
            span, "'" + expiry.group(1) + "' is not a date, expected one as in until:2027-01-31");
      }
    }
    if (reason.isBlank()) {
      return problem(
          span, word + " " + halves[0] + " needs a reason behind the rule, why it is acceptable");
    }
    return Optional.of(
        statement
            ? new Directive.Allow(span, halves[0], reason, until)
            : new Directive.AllowFile(span, halves[0], reason, until));
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Optional<Directive> phase(Span span, String argument) {
    Optional<Directive> found =
        Arrays.stream(Phase.values())
            .filter(phase -> phase.name().equalsIgnoreCase(argument))
            .<Directive>map(phase -> new Directive.InPhase(span, phase))
            .findFirst();
    String names =
        Arrays.stream(Phase.values())
            .map(phase -> phase.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return found.isPresent()
        ? found
        : problem(span, "'" + argument + "' is not a phase, expected one of " + names);
  }

  private Optional<Directive> transaction(Span span, String argument) {
    if (argument.equalsIgnoreCase("off")) {
      return Optional.of(new Directive.InTransaction(span, TransactionSwitch.OFF));
    }
    if (argument.equalsIgnoreCase("on")) {
      return Optional.of(new Directive.InTransaction(span, TransactionSwitch.ON));
    }
    return problem(span, "transaction is on or off, not '" + argument + "'");
  }

  private Optional<Directive> problem(Span span, String message) {
    problems.add(
        SourceProblem.at(
            SourceProblem.Kind.DIRECTIVE, sql.path(), sql.position(span.start()), message));
    return Optional.empty();
  }
}
