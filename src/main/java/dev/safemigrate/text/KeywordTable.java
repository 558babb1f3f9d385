package dev.safemigrate.text;

import java.util.Locale;

/**
 * Finds the key word that a run of characters spells, without making a string of it.
 *
 * <p>An open-addressed table over the hash that {@link Lexer} computes while it reads the word.
 */
final class KeywordTable {

  private static final int SIZE = 2048;
  private static final Keyword[] KEYWORDS = Keyword.values();
  private static final char[][] WORDS = new char[KEYWORDS.length][];
  private static final short[] SLOTS = new short[SIZE];
  private static final int LONGEST;

  static {
    int longest = 0;
    for (int ordinal = 1; ordinal < KEYWORDS.length; ordinal++) {
      char[] word = KEYWORDS[ordinal].name().toLowerCase(Locale.ROOT).toCharArray();
      WORDS[ordinal] = word;
      longest = Math.max(longest, word.length);
      int hash = 0;
      for (char letter : word) {
        hash = hash * 31 + letter;
      }
      int slot = slot(hash);
      while (SLOTS[slot] != 0) {
        slot = (slot + 1) & (SIZE - 1);
      }
      SLOTS[slot] = (short) ordinal;
    }
    LONGEST = longest;
  }

  private KeywordTable() {}

  /**
   * The ordinal of the key word in {@code text[start, end)}, or 0.
   *
   * @param hash of the characters folded to lower case, {@code h * 31 + c}
   */
  static short find(char[] text, int start, int end, int hash) {
    int length = end - start;
    if (length > LONGEST || length < 2) {
      return 0;
    }
    for (int slot = slot(hash); SLOTS[slot] != 0; slot = (slot + 1) & (SIZE - 1)) {
      if (spells(WORDS[SLOTS[slot]], text, start, length)) {
        return SLOTS[slot];
      }
    }
    return 0;
  }

  private static boolean spells(char[] word, char[] text, int start, int length) {
    if (word.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (word[i] != Characters.fold(text[start + i])) {
        return false;
      }
    }
    return true;
  }

  private static int slot(int hash) {
    return (hash ^ (hash >>> 11)) & (SIZE - 1);
  }
}
