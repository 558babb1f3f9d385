package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A setting that a statement changes, by SET, RESET or {@code set_config}.
 *
 * @param name in lower case; {@link #ALL} for RESET ALL
 * @param local whether only until the end of the transaction
 * @param made false where it goes back to what it was
 */
record SettingChange(String name, boolean local, boolean made) {

  /** The name of RESET ALL. */
  static final String ALL = "all";

  private static final String FUNCTION = "set_config";

  /** What a query may call and still do nothing but change settings. */
  private static final Set<String> HARMLESS =
      Set.of(FUNCTION, "current_setting", "concat", "format", "coalesce", "quote_ident");

  /** Those that the statement makes, as far as its own words tell: not what a function makes. */
  static List<SettingChange> in(AnalysedStatement analysed) {
    if (analysed.statement() instanceof SetVariable set) {
      boolean reset = set.kind() == SetVariable.Kind.RESET_ALL;
      boolean back =
          reset
              || set.kind() == SetVariable.Kind.RESET
              || set.kind() == SetVariable.Kind.SET_DEFAULT;
      return List.of(new SettingChange(reset ? ALL : set.name(), set.local(), !back));
    }
    if (!analysed.sql().toLowerCase(Locale.ROOT).contains(FUNCTION)) {
      return List.of();
    }
    return calls(Lexer.read(analysed.sql()));
  }

  /**
   * Whether the statement changes the session beyond its transaction and does nothing else, so that
   * it can be sent again in a new session.
   */
  static boolean isForSession(AnalysedStatement analysed) {
    if (in(analysed).stream().allMatch(SettingChange::local)) {
      return false;
    }
    return analysed.statement() instanceof SetVariable
        || (analysed.statement() instanceof Select && onlySets(Lexer.read(analysed.sql())));
  }

  private static boolean onlySets(Tokens tokens) {
    for (int i = 0; i < tokens.count(); i++) {
      boolean word = tokens.is(i, TokenKind.WORD) || tokens.is(i, TokenKind.QUOTED_NAME);
      boolean call = word && i + 1 < tokens.count() && opens(tokens, i + 1);
      if ((call && !HARMLESS.contains(tokens.name(i)))
          || tokens.spells(i, "from")
          || tokens.spells(i, "into")) {
        return false;
      }
    }
    return true;
  }

  /** Each {@code set_config('name', ...}; the last argument says how long it holds. */
  private static List<SettingChange> calls(Tokens tokens) {
    List<SettingChange> changes = new ArrayList<>();
    for (int i = 0; i + 2 < tokens.count(); i++) {
      if (tokens.is(i, TokenKind.WORD)
          && tokens.name(i).equals(FUNCTION)
          && opens(tokens, i + 1)
          && tokens.is(i + 2, TokenKind.STRING)) {
        String name = tokens.string(i + 2).toLowerCase(Locale.ROOT);
        changes.add(new SettingChange(name, isLocal(tokens, i + 2), true));
      }
    }
    return changes;
  }

  private static boolean isLocal(Tokens tokens, int from) {
    int depth = 1;
    int last = from;
    for (int i = from; i < tokens.count() && depth > 0; i++) {
      if (opens(tokens, i)) {
        depth++;
      } else if (tokens.is(i, TokenKind.CLOSE_PARENTHESIS)) {
        depth--;
      }
      last = depth > 0 ? i : last;
    }
    return tokens.is(last, TokenKind.STRING)
        ? "true".startsWith(tokens.string(last).toLowerCase(Locale.ROOT))
        : tokens.spells(last, "true");
  }

  private static boolean opens(Tokens tokens, int index) {
    return tokens.is(index, TokenKind.OPEN_PARENTHESIS);
  }
}
