package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.ParsedScript;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.LineIndex;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files of the running version's statements. A comment {@code -- params: 1, 'x'} in front of
 * a statement says with which values it is executed; several say so several times. Parameters are
 * written {@code $1}, or {@code ?} where values are given for each.
 */
public final class OldStatementFiles {

  private static final Pattern PARAMETERS = Pattern.compile("(?m)^\\s*--\\s*params:(.*)$");

  private final String file;
  private final String text;
  private final ServerVersion version;
  private final List<String> problems;
  private final QueryReader reader = new JSqlParserQueryReader();

  private OldStatementFiles(
      String file, String text, ServerVersion version, List<String> problems) {
    this.file = file;
    this.text = text;
    this.version = version;
    this.problems = problems;
  }

  /**
   * Reads one file.
   *
   * @param file the path as the user knows it
   * @param problems takes what cannot be used, with its place
   */
  public static List<OldStatement> read(
      String file, String text, ServerVersion version, List<String> problems) {
    return new OldStatementFiles(file, text, version, problems).read();
  }

  private List<OldStatement> read() {
    ParsedScript script = SqlParser.parse(text, version);
    LineIndex lines = new LineIndex(text);
    List<OldStatement> statements = new ArrayList<>();
    for (int i = 0; i < script.statements().size(); i++) {
      Statement statement = script.statements().get(i);
      int line = lines.line(statement.span().start());
      String before = text.substring(script.span(i).start(), statement.span().start());
      read(new OldStatement.Place(file, line), statement.span().of(text), parameters(before))
          .ifPresent(statements::add);
    }
    return List.copyOf(statements);
  }

  private Optional<OldStatement> read(
      OldStatement.Place place, String words, List<List<String>> declared) {
    String name = place.file() + ":" + place.line();
    String sql = numbered(words, declared);
    if (!SqlParser.parse(sql, version).statements().stream()
        .allMatch(OldStatementFiles::isPreparable)) {
      problems.add(name + " is no SELECT, INSERT, UPDATE, DELETE or MERGE; it is left out.");
      return Optional.empty();
    }
    int count = highest(sql);
    List<List<String>> executions =
        declared.isEmpty() ? List.of(Collections.nCopies(count, "NULL")) : declared;
    for (List<String> execution : executions) {
      if (execution.size() != count) {
        problems.add(
            "%s has %d parameters, but %d values are given; it is left out."
                .formatted(name, count, execution.size()));
        return Optional.empty();
      }
    }
    QueryFacts facts = reader.query(sql);
    Set<QualifiedName> relations = new HashSet<>(facts.reads());
    relations.addAll(facts.writes());
    return Optional.of(new OldStatement(name, Optional.of(place), sql, executions, relations));
  }

  private static boolean isPreparable(Statement statement) {
    return statement instanceof Select
        || statement instanceof Insert
        || statement instanceof Update
        || statement instanceof Delete
        || statement instanceof Merge;
  }

  private static List<List<String>> parameters(String comments) {
    List<List<String>> executions = new ArrayList<>();
    Matcher matcher = PARAMETERS.matcher(comments);
    while (matcher.find()) {
      executions.add(values(matcher.group(1).strip()));
    }
    return executions;
  }

  /** Divides at commas that are in no string and no parentheses. */
  private static List<String> values(String list) {
    List<String> values = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean string = false;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      string ^= c == '\'';
      if (!string && (c == '(' || c == '[')) {
        depth++;
      } else if (!string && (c == ')' || c == ']')) {
        depth--;
      } else if (!string && depth == 0 && c == ',') {
        values.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (!list.isEmpty()) {
      values.add(list.substring(start).strip());
    }
    return values;
  }

  /** A question mark is an operator too: it is a parameter only where each has a value. */
  private static String numbered(String sql, List<List<String>> declared) {
    if (declared.isEmpty() || highest(sql) > 0) {
      return sql;
    }
    List<Integer> marks = marks(sql);
    if (marks.size() != declared.get(0).size()) {
      return sql;
    }
    StringBuilder numbered = new StringBuilder();
    int end = 0;
    int number = 0;
    for (int mark : marks) {
      number++;
      numbered.append(sql, end, mark).append('$').append(number);
      end = mark + 1;
    }
    return numbered.append(sql.substring(end)).toString();
  }

  /** Where the question marks are, also those behind another operator, as in {@code =?}. */
  private static List<Integer> marks(String sql) {
    Tokens tokens = Lexer.read(sql);
    List<Integer> marks = new ArrayList<>();
    for (int i = 0; i < tokens.count(); i++) {
      int last = tokens.end(i) - 1;
      if (tokens.is(i, TokenKind.OPERATOR)
          && sql.charAt(last) == '?'
          && (last == 0 || sql.charAt(last - 1) != '@')) {
        marks.add(last);
      }
    }
    return marks;
  }

  private static int highest(String sql) {
    Tokens tokens = Lexer.read(sql);
    int highest = 0;
    for (int i = 0; i < tokens.count(); i++) {
      if (tokens.is(i, TokenKind.PARAMETER)) {
        highest = Math.max(highest, Integer.parseInt(sql, tokens.start(i) + 1, tokens.end(i), 10));
      }
    }
    return highest;
  }
}
