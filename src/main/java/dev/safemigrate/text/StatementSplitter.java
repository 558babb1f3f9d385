package dev.safemigrate.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Tokens to statements. A semicolon ends a statement except between BEGIN ATOMIC and its END, and
 * in the parentheses of CREATE RULE ... DO (a; b): nowhere else can one stand inside a statement,
 * so that a forgotten parenthesis spoils one statement only. A psql command is a statement of its
 * own and ends the one before it.
 */
public final class StatementSplitter {

  private final Tokens tokens;
  private final List<Chunk> chunks = new ArrayList<>();
  private int spanStart;

  private StatementSplitter(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Chunks that cover the whole text; an empty text has none. */
  public static List<Chunk> split(Tokens tokens) {
    StatementSplitter splitter = new StatementSplitter(tokens);
    splitter.run();
    return splitter.chunks;
  }

  private void run() {
    int index = 0;
    while (index < tokens.count()) {
      index = statement(index);
    }
    int end = tokens.text().length();
    if (spanStart < end) {
      chunks.add(new Chunk(new Span(spanStart, end), index, index, index));
    }
  }

  private int statement(int first) {
    if (tokens.is(first, TokenKind.PSQL_COMMAND) || isSeparatorLine(first)) {
      return add(first, first + 1, first + 1);
    }
    int end = isCreate(first) ? createEnd(first) : plainEnd(first);
    if (end == tokens.count() || !tokens.is(end, TokenKind.SEMICOLON)) {
      return add(first, end, end);
    }
    int next = end + 1;
    if (next < tokens.count() && tokens.is(next, TokenKind.COPY_DATA)) {
      next++;
    }
    return add(first, end, next);
  }

  private int add(int first, int end, int next) {
    int spanEnd = next == tokens.count() ? tokens.text().length() : tokens.end(next - 1);
    chunks.add(new Chunk(new Span(spanStart, spanEnd), first, end, next));
    spanStart = spanEnd;
    return next;
  }

  private int plainEnd(int first) {
    int index = first;
    while (index < tokens.count() && !ends(index)) {
      index++;
    }
    return index;
  }

  private boolean ends(int index) {
    return tokens.is(index, TokenKind.SEMICOLON) || tokens.is(index, TokenKind.PSQL_COMMAND);
  }

  private boolean isCreate(int first) {
    return tokens.is(first, Keyword.CREATE);
  }

  private int createEnd(int first) {
    int kind = first + 1;
    if (is(kind, Keyword.OR) && is(kind + 1, Keyword.REPLACE)) {
      kind += 2;
    }
    if (is(kind, Keyword.RULE)) {
      return ruleEnd(first);
    }
    if (is(kind, Keyword.FUNCTION) || is(kind, Keyword.PROCEDURE)) {
      return routineEnd(first);
    }
    return plainEnd(first);
  }

  private boolean is(int index, Keyword keyword) {
    return index < tokens.count() && tokens.is(index, keyword);
  }

  private int ruleEnd(int first) {
    int depth = 0;
    int index = first;
    while (index < tokens.count()) {
      if (tokens.is(index, TokenKind.OPEN_PARENTHESIS)) {
        depth++;
      } else if (tokens.is(index, TokenKind.CLOSE_PARENTHESIS)) {
        depth--;
      } else if (ends(index) && (depth <= 0 || tokens.is(index, TokenKind.PSQL_COMMAND))) {
        return index;
      }
      index++;
    }
    return index;
  }

  private int routineEnd(int first) {
    int depth = 0;
    int index = first;
    while (index < tokens.count()) {
      if (is(index, Keyword.BEGIN) && is(index + 1, Keyword.ATOMIC)) {
        depth++;
      } else if (depth > 0 && is(index, Keyword.CASE) && !isName(index)) {
        depth++;
      } else if (depth > 0 && is(index, Keyword.END) && !isName(index)) {
        depth--;
      } else if (ends(index) && (depth == 0 || tokens.is(index, TokenKind.PSQL_COMMAND))) {
        return index;
      }
      index++;
    }
    return index;
  }

  /** {@code x.end} and {@code AS end} are names. */
  private boolean isName(int index) {
    return tokens.is(index - 1, TokenKind.DOT) || tokens.is(index - 1, Keyword.AS);
  }

  /** A line with only {@code /} (Oracle) or GO (SQL Server), where a statement would begin. */
  private boolean isSeparatorLine(int index) {
    boolean separator = tokens.is(index, TokenKind.SLASH) || tokens.spells(index, "go");
    return separator && isAloneOnLine(index);
  }

  private boolean isAloneOnLine(int index) {
    String text = tokens.text();
    int before = tokens.start(index) - 1;
    while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
      before--;
    }
    int after = tokens.end(index);
    while (after < text.length() && (text.charAt(after) == ' ' || text.charAt(after) == '\t')) {
      after++;
    }
    return (before < 0 || Characters.isNewline(text.charAt(before)))
        && (after == text.length() || Characters.isNewline(text.charAt(after)));
  }
}
