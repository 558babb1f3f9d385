package dev.safemigrate.plan;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.plan.Change.AddConstraint.Kind;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a change that is asked for in one line, as in {@code rename column orders.total to amount}.
 * Names follow SQL's rules: folded to lower case unless quoted.
 */
public final class ChangeRequest {

  /** What can be asked for, one form a line. */
  public static final List<String> FORMS =
      List.of(
          "rename column <table>.<column> to <name>",
          "rename table <table> to <name>",
          "change type of <table>.<column> to <type> [as <name>] [using <expression>] [back <expression>]",
          "split column <table>.<column> into <name>, <name> [using <expression>, <expression>] [back <expression>]",
          "merge columns <table>.<column>, <column> into <name> [using <expression>] [back <expression>, <expression>]",
          "move columns <name>, <name> of <table> to <name>",
          "add column <table>.<column> <type> not null [fill <expression>]",
          "set not null <table>.<column> [fill <expression>]",
          "drop column <table>.<column> [fill <expression>]",
          "drop table <table>",
          "widen key of <table>",
          "partition table <table> by range (<column>) at <bound>[, <bound>]",
          "change default of <table>.<column> to <expression>",
          "replace enum value <type> '<value>' with '<value>'",
          "replace view <view> [as <name>] with <query>",
          "replace function <function>[(<types>)] [as <name>] with (<parameters>) RETURNS ...",
          "add check to <table> (<condition>) [as <name>] [repair <statement>]",
          "add exclusion to <table> EXCLUDE <what it excludes> [as <name>] [repair <statement>]",
          "add unique to <table>.<column>[, <column>] [as <name>] [repair <statement>]",
          "add primary key to <table> (<column>[, <column>]) [as <name>] [repair <statement>]",
          "add foreign key to <table>.<column> references <table>.<column> [as <name>] [repair <statement>]");

  private static final Set<String> CLAUSES = Set.of("as", "using", "back", "fill", "repair");

  private final String text;
  private final Tokens tokens;
  private int next;

  private ChangeRequest(String text) {
    this.text = text;
    this.tokens = Lexer.read(text);
  }

  /** What comes of reading a request. */
  public sealed interface Result {}

  /** A change. */
  public record Read(Change change) implements Result {}

  /** Not a request; the message says what was expected and lists the forms. */
  public record NotRead(String message) implements Result {}

  /** Reads a request; never throws for any text. */
  public static Result read(String text) {
    try {
      ChangeRequest request = new ChangeRequest(text.strip());
      Change change = request.change();
      request.end();
      return new Read(change);
    } catch (Refusal refusal) {
      return new NotRead(
          "Cannot read the change '%s': %s. It can be:\n  %s"
              .formatted(text.strip(), refusal.reason(), String.join("\n  ", FORMS)));
    }
  }

  private Change change() {
    if (accept("rename", "column")) {
      Column column = column();
      expect("to");
      return new Change.RenameColumn(column.table(), column.name(), name());
    }
    if (accept("rename", "table")) {
      QualifiedName table = qualifiedName();
      expect("to");
      return new Change.RenameTable(table, name());
    }
    if (accept("change", "type", "of")) {
      return changeType();
    }
    if (accept("split", "column")) {
      Column column = column();
      expect("into");
      return new Change.SplitColumn(
          column.table(), column.name(), names(), expressions("using"), expression("back"));
    }
    if (accept("merge", "columns")) {
      return mergeColumns();
    }
    if (accept("move", "columns") || accept("move", "column")) {
      List<String> columns = names();
      expect("of");
      QualifiedName table = qualifiedName();
      expect("to");
      return new Change.MoveColumns(table, columns, name());
    }
    if (accept("add", "column")) {
      return addColumn();
    }
    if (accept("set", "not", "null")) {
      Column column = column();
      return new Change.RequireColumn(column.table(), column.name(), expression("fill"));
    }
    if (accept("drop", "column")) {
      Column column = column();
      return new Change.DropColumn(column.table(), column.name(), expression("fill"));
    }
    if (accept("drop", "table")) {
      return new Change.DropTable(qualifiedName());
    }
    if (accept("widen", "key", "of")) {
      return new Change.WidenKey(qualifiedName());
    }
    if (accept("change", "default", "of")) {
      Column column = column();
      expect("to");
      return new Change.ChangeDefault(
          column.table(), column.name(), words("an expression", Set.of()));
    }
    if (accept("replace", "enum", "value")) {
      QualifiedName type = qualifiedName();
      String old = string();
      expect("with");
      return new Change.ReplaceEnumValue(type, old, string());
    }
    if (accept("replace", "view")) {
      QualifiedName view = qualifiedName();
      Optional<String> name = named();
      expect("with");
      String query = words("a query", Set.of());
      return new Change.ReplaceView(view, "CREATE VIEW v AS " + query, name);
    }
    if (accept("replace", "function") || accept("replace", "procedure")) {
      return function(tokens.name(next - 1));
    }
    return constraint();
  }

  private Change function(String kind) {
    QualifiedName function = qualifiedName();
    Optional<String> arguments = Optional.empty();
    if (tokens.is(next, TokenKind.OPEN_PARENTHESIS)) {
      arguments = Optional.of(Expressions.withoutParentheses(words("types", Set.of("as", "with"))));
    }
    Optional<String> name = named();
    expect("with");
    String rest = words("parameters in parentheses", Set.of());
    return new Change.ReplaceFunction(
        function, arguments, "CREATE %s f%s".formatted(kind, rest), name);
  }

  private Change constraint() {
    if (accept("add", "check", "to")) {
      QualifiedName table = qualifiedName();
      String condition = words("a condition in parentheses", CLAUSES);
      return constraint(Kind.CHECK, table, List.of(), condition, Optional.empty(), List.of());
    }
    if (accept("add", "unique", "to")) {
      Column first = column();
      List<String> columns = new ArrayList<>(List.of(first.name()));
      while (acceptComma()) {
        columns.add(name());
      }
      return constraint(Kind.UNIQUE, first.table(), columns, "", Optional.empty(), List.of());
    }
    if (accept("add", "primary", "key", "to")) {
      QualifiedName table = qualifiedName();
      List<String> columns = namesInParentheses();
      return constraint(Kind.PRIMARY_KEY, table, columns, "", Optional.empty(), List.of());
    }
    if (accept("add", "foreign", "key", "to")) {
      Column column = column();
      expect("references");
      Column other = column();
      String definition =
          Identifiers.quote(other.table()) + " (" + Identifiers.quote(other.name()) + ")";
      return constraint(
          Kind.FOREIGN_KEY,
          column.table(),
          List.of(column.name()),
          definition,
          Optional.of(other.table()),
          List.of(other.name()));
    }
    if (accept("add", "exclusion", "to")) {
      QualifiedName table = qualifiedName();
      String definition = words("EXCLUDE and what it excludes", Set.of("as", "repair"));
      return new Change.AddExclusion(table, definition, named(), repair());
    }
    if (accept("partition", "table")) {
      QualifiedName table = qualifiedName();
      return partitioned(table);
    }
    throw new Refusal("it begins with none of the known forms");
  }

  private Change partitioned(QualifiedName table) {
    expect("by");
    if (!accept("range")) {
      throw new Refusal(
          "only 'by range' is planned: with lists and hashes the rows that are there belong into several"
              + " partitions at once, so they must be copied into a new table");
    }
    List<String> columns = namesInParentheses();
    if (columns.size() > 1) {
      throw new Refusal("a range over several columns is not planned");
    }
    expect("at");
    List<String> bounds = new ArrayList<>();
    do {
      bounds.add(literal());
    } while (acceptComma());
    return new Change.PartitionTable(table, columns.get(0), bounds);
  }

  private String literal() {
    boolean number = tokens.is(next, TokenKind.INTEGER) || tokens.is(next, TokenKind.DECIMAL);
    boolean literal = tokens.is(next, TokenKind.STRING) || number;
    if (!literal) {
      throw new Refusal("expected a number or a value in quotes " + place());
    }
    next++;
    return text.substring(tokens.start(next - 1), tokens.end(next - 1));
  }

  private Change constraint(
      Kind kind,
      QualifiedName table,
      List<String> columns,
      String definition,
      Optional<QualifiedName> references,
      List<String> referencedColumns) {
    return new Change.AddConstraint(
        kind,
        table,
        columns,
        Expressions.withoutParentheses(definition),
        references,
        referencedColumns,
        named(),
        repair(),
        "");
  }

  private Optional<String> named() {
    return accept("as") ? Optional.of(name()) : Optional.empty();
  }

  private Optional<String> repair() {
    return accept("repair") ? Optional.of(words("a statement", Set.of())) : Optional.empty();
  }

  private String string() {
    if (!tokens.is(next, TokenKind.STRING)) {
      throw new Refusal("expected a value in quotes " + place());
    }
    return tokens.string(next++);
  }

  private Change changeType() {
    Column column = column();
    expect("to");
    String type = words("a type", CLAUSES);
    Optional<String> name = named();
    return new Change.ChangeType(
        column.table(), column.name(), type, name, expression("using"), expression("back"));
  }

  private Change mergeColumns() {
    Column first = column();
    List<String> columns = new ArrayList<>(List.of(first.name()));
    while (acceptComma()) {
      columns.add(name());
    }
    expect("into");
    return new Change.MergeColumns(
        first.table(), columns, name(), expression("using"), expressions("back"));
  }

  private Change addColumn() {
    Column column = column();
    String type = words("a type", Set.of("not"));
    expect("not");
    expect("null");
    return new Change.AddRequiredColumn(column.table(), column.name(), type, expression("fill"));
  }

  // Words

  private record Column(QualifiedName table, String name) {}

  private Column column() {
    QualifiedName name = qualifiedName();
    List<String> parts = name.parts();
    if (parts.size() < 2) {
      throw new Refusal("'" + name + "' is not <table>.<column>");
    }
    return new Column(
        new QualifiedName(parts.subList(0, parts.size() - 1)), parts.get(parts.size() - 1));
  }

  private QualifiedName qualifiedName() {
    List<String> parts = new ArrayList<>(List.of(name()));
    while (tokens.is(next, TokenKind.DOT)) {
      next++;
      parts.add(name());
    }
    return new QualifiedName(parts);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(List.of(name()));
    while (acceptComma()) {
      names.add(name());
    }
    return names;
  }

  private List<String> namesInParentheses() {
    expect(TokenKind.OPEN_PARENTHESIS, "'('");
    List<String> names = names();
    expect(TokenKind.CLOSE_PARENTHESIS, "')'");
    return names;
  }

  private void expect(TokenKind kind, String spelling) {
    if (!tokens.is(next, kind)) {
      throw new Refusal("expected " + spelling + " " + place());
    }
    next++;
  }

  private String name() {
    if (!tokens.is(next, TokenKind.WORD) && !tokens.is(next, TokenKind.QUOTED_NAME)) {
      throw new Refusal("expected a name " + place());
    }
    return tokens.name(next++);
  }

  private Optional<String> expression(String clause) {
    return accept(clause) ? Optional.of(words("an expression", CLAUSES)) : Optional.empty();
  }

  private List<String> expressions(String clause) {
    if (!accept(clause)) {
      return List.of();
    }
    List<String> expressions = new ArrayList<>();
    do {
      expressions.add(words("an expression", CLAUSES, true));
    } while (acceptComma());
    return expressions;
  }

  private String words(String what, Set<String> until) {
    return words(what, until, false);
  }

  /** The text up to one of the words or, where it ends there, a comma outside parentheses. */
  private String words(String what, Set<String> until, boolean list) {
    int first = next;
    int depth = 0;
    while (next < tokens.count() && !tokens.is(next, TokenKind.END)) {
      boolean clause = tokens.is(next, TokenKind.WORD) && until.contains(tokens.name(next));
      if (depth == 0 && (clause || (list && tokens.is(next, TokenKind.COMMA)))) {
        break;
      }
      depth += opens(next) ? 1 : closes(next) ? -1 : 0;
      next++;
    }
    if (next == first) {
      throw new Refusal("expected " + what + " " + place());
    }
    return text.substring(tokens.start(first), tokens.end(next - 1));
  }

  private boolean opens(int token) {
    return tokens.is(token, TokenKind.OPEN_PARENTHESIS) || tokens.is(token, TokenKind.OPEN_BRACKET);
  }

  private boolean closes(int token) {
    return tokens.is(token, TokenKind.CLOSE_PARENTHESIS)
        || tokens.is(token, TokenKind.CLOSE_BRACKET);
  }

  private boolean accept(String... words) {
    for (int i = 0; i < words.length; i++) {
      boolean is = tokens.is(next + i, TokenKind.WORD) && tokens.spells(next + i, words[i]);
      if (!is) {
        return false;
      }
    }
    next += words.length;
    return true;
  }

  private boolean acceptComma() {
    if (tokens.is(next, TokenKind.COMMA)) {
      next++;
      return true;
    }
    return false;
  }

  private void expect(String word) {
    if (!accept(word)) {
      throw new Refusal("expected '" + word + "' " + place());
    }
  }

  private void end() {
    if (next < tokens.count() && !tokens.is(next, TokenKind.END)) {
      throw new Refusal("did not expect '" + tokens.textOf(next) + "'");
    }
  }

  private String place() {
    boolean end = next >= tokens.count() || tokens.is(next, TokenKind.END);
    return end ? "at the end" : "in front of '" + tokens.textOf(next) + "'";
  }
}
