package dev.safemigrate.parser;

import dev.safemigrate.ast.Query;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of the columns that a view gives, as far as its words tell them. */
public final class SelectedNames {

  private final Tokens tokens;
  private final List<String> casts = new ArrayList<>();

  private SelectedNames(String query) {
    this.tokens = Lexer.read(query);
  }

  /**
   * The names in their order; empty where an item is a star or has no name that can be read.
   *
   * @param columns the names that the view itself lists, or none
   */
  public static Optional<List<String>> of(List<String> columns, Query query) {
    return columns.isEmpty()
        ? new SelectedNames(query.text()).names()
        : Optional.of(List.copyOf(columns));
  }

  /**
   * The names, each with the type that its item is cast to, or with an empty text: two views whose
   * items differ there give other types.
   *
   * @param columns the names that the view itself lists, or none
   */
  public static Optional<Map<String, String>> casts(List<String> columns, Query query) {
    SelectedNames selected = new SelectedNames(query.text());
    Optional<List<String>> names = of(columns, query);
    selected.names();
    Map<String, String> casts = new HashMap<>();
    for (int i = 0; i < names.map(List::size).orElse(0); i++) {
      casts.put(names.get().get(i), i < selected.casts.size() ? selected.casts.get(i) : "");
    }
    return names.map(known -> casts);
  }

  private Optional<List<String>> names() {
    int from = listStart();
    List<String> names = new ArrayList<>();
    int depth = 0;
    for (int i = from; i <= tokens.count(); i++) {
      depth += depth(i);
      boolean ends = i == tokens.count() || (depth == 0 && word(i, "from"));
      if (depth == 0 && (ends || tokens.is(i, TokenKind.COMMA))) {
        Optional<String> name = i > from ? name(i - 1) : Optional.empty();
        if (name.isEmpty()) {
          return Optional.empty();
        }
        names.add(name.get());
        casts.add(cast(from, i));
        from = i + 1;
      }
      if (ends) {
        return Optional.of(names);
      }
    }
    return Optional.empty();
  }

  /** The type of the item's outermost cast; an expression may cast within. */
  private String cast(int from, int to) {
    StringBuilder type = new StringBuilder();
    boolean in = word(from, "cast");
    int depth = 0;
    for (int i = from; i < to; i++) {
      depth += depth(i);
      if (depth == 0 && tokens.textOf(i).equals("::")) {
        in = true;
        type.setLength(0);
      } else if (depth == 0 && word(i, "as")) {
        in = false;
      } else if (in) {
        type.append(tokens.textOf(i).toLowerCase(Locale.ROOT)).append(' ');
      }
    }
    return type.toString();
  }

  /** Behind the SELECT that no parenthesis and no WITH encloses, and behind its DISTINCT. */
  private int listStart() {
    int depth = 0;
    for (int i = 0; i < tokens.count(); i++) {
      depth += depth(i);
      if (depth == 0 && word(i, "select")) {
        boolean distinct = word(i + 1, "distinct") && !word(i + 2, "on");
        return distinct || word(i + 1, "all") ? i + 2 : i + 1;
      }
    }
    return tokens.count();
  }

  private int depth(int index) {
    return switch (tokens.kind(index)) {
      case OPEN_PARENTHESIS, OPEN_BRACKET -> 1;
      case CLOSE_PARENTHESIS, CLOSE_BRACKET -> -1;
      default -> 0;
    };
  }

  private boolean word(int index, String word) {
    return index < tokens.count()
        && tokens.is(index, TokenKind.WORD)
        && tokens.textOf(index).equalsIgnoreCase(word);
  }

  /** An alias or a column; the result of an expression without alias has a name of its own. */
  private Optional<String> name(int last) {
    String text = tokens.textOf(last);
    if (tokens.is(last, TokenKind.QUOTED_NAME)) {
      return Optional.of(text.substring(1, text.length() - 1).replace("\"\"", "\""));
    }
    boolean expression = word(last, "end") || word(last, "null");
    return tokens.is(last, TokenKind.WORD) && !expression
        ? Optional.of(text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
