package dev.safemigrate.parser;

import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Statements that are almost those of a collection: a token dropped, doubled, moved, exchanged, or
 * a character put in or taken out.
 */
final class StatementMutations {

  private static final String CHARACTERS =
      "'\"\\$&+-*/<>=~!@#%^|`?:;.,()[]{}0189_xXeEuUbBnNaz \n\u00e9\u00a0";

  private final List<List<String>> statements = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final RandomGenerator random;

  StatementMutations(List<String> texts, RandomGenerator random) {
    this.random = random;
    for (String text : texts) {
      List<String> tokens = tokens(text);
      if (!tokens.isEmpty()) {
        statements.add(tokens);
        words.addAll(tokens);
      }
    }
  }

  /** A statement with one or two changes. */
  String next() {
    List<String> tokens = new ArrayList<>(any(statements));
    int changes = random.nextInt(4) == 0 ? 2 : 1;
    for (int i = 0; i < changes && !tokens.isEmpty(); i++) {
      change(tokens);
    }
    // Behind blanks at the end the server and we name different ends.
    return String.join(" ", tokens).strip();
  }

  private void change(List<String> tokens) {
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(9)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(at));
      case 2 -> tokens.add(random.nextInt(tokens.size()), tokens.remove(at));
      case 3 -> tokens.set(at, any(words));
      case 4 -> tokens.add(at, any(words));
      case 5 -> tokens.subList(at, Math.min(tokens.size(), at + 1 + random.nextInt(4))).clear();
      case 6 -> splice(tokens, at);
      default -> tokens.set(at, changed(tokens.get(at)));
    }
  }

  private String changed(String token) {
    StringBuilder text = new StringBuilder(token);
    int at = random.nextInt(text.length() + 1);
    if (random.nextBoolean() || at == text.length()) {
      text.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    } else {
      text.deleteCharAt(at);
    }
    return text.toString();
  }

  /** Exchanges the end of a statement for the end of another that has the same token. */
  private void splice(List<String> tokens, int at) {
    for (int attempt = 0; attempt < 30; attempt++) {
      List<String> other = any(statements);
      int place = other.indexOf(tokens.get(at));
      if (place >= 0) {
        tokens.subList(at, tokens.size()).clear();
        tokens.addAll(other.subList(place, other.size()));
        return;
      }
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<String> tokens(String text) {
    Tokens read = Lexer.read(text);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < read.count(); i++) {
      if (read.is(i, TokenKind.PSQL_COMMAND) || read.is(i, TokenKind.COPY_DATA)) {
        return List.of();
      }
      tokens.add(read.textOf(i));
    }
    return tokens;
  }
}
