package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a statement failed, and what could have stood there. Of several failures the furthest
 * counts: the first token that continues none of the sentences that were tried.
 */
final class SyntaxFailure {

  private static final int MOST_EXPECTED = 12;
  private static final int LONGEST_FOUND = 60;

  private final Tokens tokens;
  private final Set<String> expected = new LinkedHashSet<>();
  private int token = -1;
  private boolean watching;
  private boolean atEnd;
  private int textEnd;
  private Optional<String> ownMessage = Optional.empty();
  private Optional<String> hint = Optional.empty();

  SyntaxFailure(Tokens tokens) {
    this.tokens = tokens;
  }

  void start(boolean watchExpectations) {
    token = -1;
    watching = watchExpectations;
    ownMessage = Optional.empty();
    hint = Optional.empty();
    expected.clear();
  }

  void expect(Keyword keyword) {
    expect(keyword.name());
  }

  void expect(TokenKind kind) {
    expect(kind.description());
  }

  void expect(String what) {
    if (watching) {
      expected.add(what);
    }
  }

  void at(int failedToken, int end, int endOfText) {
    if (failedToken > token) {
      token = failedToken;
      atEnd = failedToken >= end;
      textEnd = endOfText;
      ownMessage = Optional.empty();
      hint = Optional.empty();
    }
  }

  void at(int failedToken, String message, int end, int endOfText) {
    if (failedToken >= token) {
      token = failedToken;
      atEnd = failedToken >= end;
      textEnd = endOfText;
      ownMessage = Optional.of(message);
    }
  }

  void hint(String text) {
    hint = Optional.of(text);
  }

  Optional<String> hint() {
    return hint;
  }

  /** The offending token, -1 without failure. */
  int token() {
    return token;
  }

  /** True if the statement broke off. */
  boolean isAtEnd() {
    return atEnd;
  }

  /** The offending characters; empty where the text breaks off. */
  Span span() {
    if (token < tokens.count() && tokens.is(token, TokenKind.ERROR)) {
      return tokens.lexicalError(token).span();
    }
    if (token < tokens.count() && (!atEnd || tokens.is(token, TokenKind.SEMICOLON))) {
      return tokens.span(token);
    }
    int last = textEnd;
    while (last > 0 && Character.isWhitespace(tokens.text().charAt(last - 1))) {
      last--;
    }
    return new Span(last, last);
  }

  /** As in {@code found 'COLUM', expected COLUMN, CONSTRAINT or a name}. */
  String message() {
    if (token < tokens.count() && tokens.is(token, TokenKind.ERROR)) {
      return tokens.lexicalError(token).message();
    }
    if (ownMessage.isPresent()) {
      return ownMessage.get();
    }
    String found = atEnd ? "the end of the statement" : "'" + shortened() + "'";
    return expected.isEmpty() ? "found " + found : "found " + found + ", expected " + list();
  }

  private String shortened() {
    String text = tokens.textOf(token).replaceAll("\\s+", " ");
    return text.length() <= LONGEST_FOUND ? text : text.substring(0, LONGEST_FOUND) + "...";
  }

  /** Words first: signs such as a dot could stand behind almost everything. */
  private String list() {
    String joined =
        Stream.concat(
                expected.stream().filter(what -> !isSign(what)),
                expected.stream().filter(SyntaxFailure::isSign))
            .limit(MOST_EXPECTED)
            .collect(Collectors.joining(", "));
    return expected.size() > MOST_EXPECTED ? joined + ", ..." : joined;
  }

  private static boolean isSign(String what) {
    return what.startsWith("'");
  }

  /** True if the offending token is the word, which is in lower case. */
  boolean found(String word) {
    return !atEnd && token >= 0 && tokens.spells(token, word.toLowerCase(Locale.ROOT));
  }
}
