package dev.safemigrate.schema;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.NameKey.Namespace;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the tokens of an expression tell without reading it: objects it names, a name for it. */
final class ExpressionTokens {

  private final Tokens tokens;

  private ExpressionTokens(String text) {
    this.tokens = Lexer.read(text);
  }

  /** Functions of the schema that are called, and sequences behind nextval and its like. */
  static Set<ObjectId> references(SchemaState state, String text) {
    if (text.indexOf('(') < 0) {
      return Set.of();
    }
    ExpressionTokens expression = new ExpressionTokens(text);
    Set<ObjectId> references = new HashSet<>();
    for (int i = 1; i < expression.tokens.count(); i++) {
      if (expression.tokens.is(i, TokenKind.OPEN_PARENTHESIS) && expression.isName(i - 1)) {
        QualifiedName function = expression.nameBefore(i);
        state.functions(function).forEach(f -> references.add(f.id()));
        expression.sequence(function, i + 1, state).ifPresent(references::add);
      }
    }
    return references;
  }

  private Optional<ObjectId> sequence(QualifiedName function, int argument, SchemaState state) {
    boolean ofSequence = Set.of("nextval", "currval", "setval").contains(function.name());
    if (!ofSequence || argument >= tokens.count() || !tokens.is(argument, TokenKind.STRING)) {
      return Optional.empty();
    }
    List<String> parts = nameParts(tokens.string(argument));
    return parts.isEmpty()
        ? Optional.empty()
        : state
            .lookup(Namespace.RELATION, new QualifiedName(parts))
            .filter(Sequence.class::isInstance)
            .map(SchemaObject::id);
  }

  /** The names of a list or of a qualified name, folded where they are not quoted. */
  static List<String> nameParts(String text) {
    List<String> parts = new ArrayList<>();
    Tokens name = Lexer.read(text);
    for (int i = 0; i < name.count(); i++) {
      if (name.is(i, TokenKind.WORD) || name.is(i, TokenKind.QUOTED_NAME)) {
        parts.add(name.name(i));
      }
    }
    return parts;
  }

  private boolean isName(int token) {
    return tokens.is(token, TokenKind.WORD) || tokens.is(token, TokenKind.QUOTED_NAME);
  }

  private QualifiedName nameBefore(int end) {
    List<String> parts = new ArrayList<>();
    int i = end - 1;
    parts.add(0, tokens.name(i));
    while (i >= 2 && tokens.is(i - 1, TokenKind.DOT) && isName(i - 2)) {
      i -= 2;
      parts.add(0, tokens.name(i));
    }
    return new QualifiedName(parts);
  }

  /**
   * The name that the server gives an index's expression: FigureIndexColname in
   * src/backend/parser/parse_target.c, {@code expr} where it finds none.
   */
  static String indexName(String text) {
    ExpressionTokens expression = new ExpressionTokens(text);
    return expression.figure(0, expression.tokens.count()).name().orElse("expr");
  }

  /** A name and how good it is: 0 none, 1 of a type, 2 of a column or function. */
  private record Figured(Optional<String> name, int strength) {
    static final Figured NONE = new Figured(Optional.empty(), 0);
  }

  private Figured figure(int start, int end) {
    if (start >= end) {
      return Figured.NONE;
    }
    if (tokens.is(start, TokenKind.OPEN_PARENTHESIS) && closing(start) == end - 1) {
      return figure(start + 1, end - 1);
    }
    int operator = lastAtTopLevel(start, end, TokenKind.TYPECAST);
    if (operator > 0 && isTypeOnly(operator + 1, end)) {
      return typed(figure(start, operator), typeName(operator + 1, end));
    }
    if (end - start > 2 && tokens.textOf(end - 2).equalsIgnoreCase("collate")) {
      return figure(start, end - 2);
    }
    if (hasAtTimeZone(start, end)) {
      return new Figured(Optional.of("timezone"), 2);
    }
    if (!isName(start)) {
      return Figured.NONE;
    }
    return figureWord(start, end);
  }

  private Figured figureWord(int start, int end) {
    int last = start;
    while (last + 2 < end && tokens.is(last + 1, TokenKind.DOT) && isName(last + 2)) {
      last += 2;
    }
    if (last == end - 1) {
      return new Figured(Optional.of(tokens.name(last)), 2);
    }
    if (tokens.is(last + 1, TokenKind.OPEN_PARENTHESIS) && closing(last + 1) == end - 1) {
      return call(last, end);
    }
    if (tokens.is(start, Keyword.CASE) && tokens.textOf(end - 1).equalsIgnoreCase("end")) {
      return new Figured(Optional.of("case"), 1);
    }
    return Figured.NONE;
  }

  private Figured call(int name, int end) {
    String function = tokens.name(name);
    if (function.equals("cast")) {
      int as = lastWord(name + 2, end - 1, "as");
      return as < 0 ? Figured.NONE : typed(figure(name + 2, as), typeName(as + 1, end - 1));
    }
    if (function.equals("not") || function.equals("exists")) {
      return Figured.NONE;
    }
    return new Figured(Optional.of(function.equals("trim") ? "btrim" : function), 2);
  }

  private static Figured typed(Figured argument, Optional<String> type) {
    return argument.strength() > 1 || type.isEmpty() ? argument : new Figured(type, 1);
  }

  private Optional<String> typeName(int start, int end) {
    Optional<String> name = Optional.empty();
    for (int i = start; i < end && (isName(i) || tokens.is(i, TokenKind.DOT)); i++) {
      if (isName(i)) {
        boolean qualified = i > start && tokens.is(i - 1, TokenKind.DOT);
        name = name.isEmpty() || qualified ? Optional.of(tokens.name(i)) : name;
      }
    }
    return name.map(BuiltInTypes::internalName);
  }

  private boolean isTypeOnly(int start, int end) {
    for (int i = start; i < end; i++) {
      boolean part =
          isName(i)
              || tokens.is(i, TokenKind.DOT)
              || tokens.is(i, TokenKind.INTEGER)
              || tokens.is(i, TokenKind.COMMA)
              || tokens.is(i, TokenKind.OPEN_PARENTHESIS)
              || tokens.is(i, TokenKind.CLOSE_PARENTHESIS)
              || tokens.is(i, TokenKind.OPEN_BRACKET)
              || tokens.is(i, TokenKind.CLOSE_BRACKET);
      if (!part || tokens.textOf(i).equalsIgnoreCase("collate")) {
        return false;
      }
    }
    return start < end && !hasAtTimeZone(start, end);
  }

  private boolean hasAtTimeZone(int start, int end) {
    int depth = 0;
    for (int i = start; i + 2 < end; i++) {
      depth += depthChange(i);
      if (depth == 0
          && tokens.textOf(i).equalsIgnoreCase("at")
          && tokens.textOf(i + 1).equalsIgnoreCase("time")
          && tokens.textOf(i + 2).equalsIgnoreCase("zone")) {
        return true;
      }
    }
    return false;
  }

  private int lastAtTopLevel(int start, int end, TokenKind kind) {
    int found = -1;
    int depth = 0;
    for (int i = start; i < end; i++) {
      depth += depthChange(i);
      if (depth == 0 && tokens.is(i, kind)) {
        found = i;
      } else if (depth == 0 && isOperator(i)) {
        // A cast binds tighter than any operator: the expression is the operator's, not the cast's.
        return -1;
      }
    }
    return found;
  }

  private boolean isOperator(int token) {
    return switch (tokens.kind(token)) {
      case OPERATOR,
          PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT,
          CARET,
          LESS,
          GREATER,
          EQUALS,
          LESS_EQUALS,
          GREATER_EQUALS,
          NOT_EQUALS ->
          true;
      default -> false;
    };
  }

  private int lastWord(int start, int end, String word) {
    int found = -1;
    int depth = 0;
    for (int i = start; i < end; i++) {
      depth += depthChange(i);
      if (depth == 0 && tokens.textOf(i).equalsIgnoreCase(word)) {
        found = i;
      }
    }
    return found;
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.count(); i++) {
      depth += depthChange(i);
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private int depthChange(int token) {
    return switch (tokens.kind(token)) {
      case OPEN_PARENTHESIS, OPEN_BRACKET -> 1;
      case CLOSE_PARENTHESIS, CLOSE_BRACKET -> -1;
      default -> 0;
    };
  }
}
