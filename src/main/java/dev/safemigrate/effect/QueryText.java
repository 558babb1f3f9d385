package dev.safemigrate.effect;

import dev.safemigrate.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clauses of a query that can be cut out of its words. */
final class QueryText {

  private static final Pattern LOCKING =
      Pattern.compile(
          "\\bfor\\s+(?:no\\s+key\\s+update|update|key\\s+share|share)\\b"
              + "(?:\\s+of\\s+([\\w\\s,.\"]+?))?(?=\\s*(?:nowait|skip\\s+locked|for\\b|;|$))",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern INTO =
      Pattern.compile(
          "\\binto\\s+(?:(?:temp|temporary|unlogged|table)\\s+)*([\\w.\"]+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern INSERT =
      Pattern.compile(
          "insert\\s+into\\s+[\\w.\"]+(?:\\s+as\\s+\\w+)?\\s*"
              + "(?:\\(([^()]*)\\))?\\s*(overriding\\s+\\w+\\s+value\\s+)?(values|default\\s+values|)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CONFLICT =
      Pattern.compile(
          "\\bon\\s+conflict\\s*(\\(([^()]*)\\)|on\\s+constraint\\s+(\\w+))?",
          Pattern.CASE_INSENSITIVE);

  private final String text;
  private final String lower;

  QueryText(String text) {
    this.text = text;
    this.lower = text.toLowerCase(Locale.ROOT);
  }

  String text() {
    return text;
  }

  /** Whether rows are locked, and of which relations; an empty list means of all. */
  Optional<List<String>> rowLocks() {
    Matcher matcher = LOCKING.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(matcher.group(1) == null ? List.of() : names(matcher.group(1)));
  }

  /** Whether the query says ONLY before the relation. */
  boolean readsOnly(String relation) {
    return Pattern.compile(
            "\\bonly\\s+\\(?\\s*(?:\\w+\\.)?\"?" + Pattern.quote(relation) + "\\b",
            Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .find();
  }

  /** The new table of SELECT ... INTO. */
  Optional<QualifiedName> into() {
    Matcher matcher = INTO.matcher(text);
    return lower.stripLeading().startsWith("select") && matcher.find()
        ? Optional.of(new QualifiedName(names(matcher.group(1).replace('.', ','))))
        : Optional.empty();
  }

  /** The name by which the query calls a relation, when it is not its own. */
  boolean calls(String relation, String alias) {
    return Pattern.compile(
            "\\b" + Pattern.quote(relation) + "\"?\\s+(?:as\\s+)?" + Pattern.quote(alias) + "\\b",
            Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .find();
  }

  /**
   * Whether a column that the query names can be that of a relation: written bare, or behind the
   * relation's name or alias. True as well where the words do not tell.
   */
  boolean names(String relation, String column) {
    Matcher matcher =
        Pattern.compile(
                "(?<![\\w\".])(?<!\\bas )(?:(?:\"?\\w+\"?\\.)?\"?(\\w+)\"?\\.)?\"?"
                    + Pattern.quote(column)
                    + "\"?(?!\\w)",
                Pattern.CASE_INSENSITIVE)
            .matcher(text);
    boolean found = false;
    while (matcher.find()) {
      found = true;
      String qualifier = matcher.group(1);
      if (qualifier == null || qualifier.equalsIgnoreCase(relation) || calls(relation, qualifier)) {
        return true;
      }
    }
    return !found;
  }

  /** The condition of the outermost WHERE. */
  Optional<String> where() {
    int start = topLevel("where", 0);
    if (start < 0) {
      return Optional.empty();
    }
    int end = text.length();
    for (String next :
        List.of(
            "group",
            "having",
            "window",
            "order",
            "limit",
            "offset",
            "fetch",
            "for",
            "returning",
            "union",
            "intersect",
            "except")) {
      int at = topLevel(next, start);
      if (at > 0) {
        end = Math.min(end, at);
      }
    }
    return Optional.of(text.substring(start + "where".length(), end).trim());
  }

  /** Whether a keyword stands outside all parentheses and quotes. */
  boolean has(String keyword) {
    return topLevel(keyword, 0) >= 0;
  }

  private int topLevel(String keyword, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      }
      if (quoted) {
        continue;
      }
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth == 0 && i >= from && isWord(i, keyword)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isWord(int at, String word) {
    int end = at + word.length();
    return lower.startsWith(word, at)
        && (at == 0
            || !Character.isLetterOrDigit(lower.charAt(at - 1)) && lower.charAt(at - 1) != '_')
        && (end >= lower.length()
            || !Character.isLetterOrDigit(lower.charAt(end)) && lower.charAt(end) != '_');
  }

  /** What an INSERT says of columns and values; values only of a single VALUES row. */
  record InsertShape(
      Optional<List<String>> columns,
      Optional<List<String>> values,
      boolean defaultValues,
      boolean overriding,
      Optional<List<String>> conflictColumns,
      boolean conflictUpdates) {}

  Optional<InsertShape> insert() {
    Matcher matcher = INSERT.matcher(text);
    // An INSERT inside WITH stands in parentheses and is not the statement's own.
    int start = lower.stripLeading().startsWith("with") ? topLevel("insert", 0) : 0;
    if (start < 0 || !matcher.find(start)) {
      return Optional.empty();
    }
    Optional<List<String>> columns = Optional.ofNullable(matcher.group(1)).map(QueryText::names);
    String source = matcher.group(3).toLowerCase(Locale.ROOT);
    Optional<List<String>> values =
        source.equals("values") ? firstRow(matcher.end()) : Optional.empty();
    Matcher conflict = CONFLICT.matcher(text);
    boolean has = conflict.find(matcher.end());
    Optional<List<String>> target =
        has ? Optional.ofNullable(conflict.group(2)).map(QueryText::names) : Optional.empty();
    return Optional.of(
        new InsertShape(
            columns,
            values,
            source.startsWith("default"),
            matcher.group(2) != null,
            target,
            has && lower.indexOf("do update", matcher.end()) >= 0));
  }

  private Optional<List<String>> firstRow(int from) {
    int open = text.indexOf('(', from);
    if (open < 0) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = open + 1;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      }
      if (quoted) {
        continue;
      }
      if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth--;
      }
      boolean end = depth == 0;
      if (end || depth == 1 && c == ',') {
        values.add(text.substring(start, i).trim());
        start = i + 1;
      }
      if (end) {
        boolean several = text.substring(i + 1).stripLeading().startsWith(",");
        return several ? Optional.empty() : Optional.of(values);
      }
    }
    return Optional.empty();
  }

  private static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    for (String name : list.split(",")) {
      String bare = name.trim();
      names.add(bare.startsWith("\"") ? bare.replace("\"", "") : bare.toLowerCase(Locale.ROOT));
    }
    return names;
  }
}
