package dev.safemigrate.usage;

import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** The words of a source file with their lines, comments left out. */
final class SourceText {

  private static final String TEXT_BLOCK = "\"\"\"";

  private final String text;
  private final Language language;
  private boolean inBlock;
  private char quote;

  SourceText(String text, Language language) {
    this.text = text;
    this.language = language;
  }

  /** Gives each word and its line, counted from 1. */
  void words(BiConsumer<String, Integer> word) {
    int line = 1;
    int index = 0;
    inBlock = false;
    quote = 0;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (isWordPart(c)) {
        int end = index + 1;
        while (end < text.length() && isWordPart(text.charAt(end))) {
          end++;
        }
        word.accept(text.substring(index, end), line);
        index = end;
        continue;
      }
      int end = Math.max(commentEnd(index, c), index + 1);
      if (end == index + 1) {
        end = afterQuotes(index, c);
      }
      line += lines(index, end);
      index = end;
    }
  }

  /** The first line that has the characters, as a whole word where they are one. */
  OptionalInt lineOf(String characters) {
    boolean word = isWordPart(characters.charAt(0));
    for (int at = text.indexOf(characters); at >= 0; at = text.indexOf(characters, at + 1)) {
      int end = at + characters.length();
      boolean inside =
          word
              && ((at > 0 && isWordPart(text.charAt(at - 1)))
                  || (end < text.length() && isWordPart(text.charAt(end))));
      if (!inside) {
        return OptionalInt.of(1 + lines(0, at));
      }
    }
    return OptionalInt.empty();
  }

  /** Behind the character at the index, and what belongs to it. */
  private int afterQuotes(int index, char c) {
    if (c == '\n') {
      // Only text blocks go on behind a line, and SQL's texts are short enough.
      quote = 0;
      return index + 1;
    }
    if (language != Language.CODE) {
      if (language == Language.SQL && c == '\'') {
        quote = quote == 0 ? c : 0;
      }
      return index + 1;
    }
    // Before the quotes: an apostrophe of a sentence has no second one and hides no block's end.
    if ((inBlock || quote == 0) && text.startsWith(TEXT_BLOCK, index)) {
      inBlock = !inBlock;
      quote = 0;
      return index + TEXT_BLOCK.length();
    }
    if (inBlock) {
      if (c == '\'') {
        quote = quote == 0 ? c : 0;
      }
      return c == '\\' ? index + 2 : index + 1;
    }
    if (quote != 0 && c == '\\') {
      // The letter behind it belongs to the escape.
      return index + 2;
    }
    if (c == '"' || c == '\'') {
      quote = quote == c ? 0 : quote == 0 ? c : quote;
    }
    return index + 1;
  }

  /** Where the comment that begins at the index ends; the index itself where none does. */
  private int commentEnd(int index, char c) {
    if (quote != 0) {
      return index;
    }
    return switch (language) {
      case CODE ->
          inBlock
              ? blockCommentEnd(index, c)
              : c == '/' && text.startsWith("//", index)
                  ? lineEnd(index)
                  : slashStarEnd(index, c, text.length());
      case SQL -> sqlCommentEnd(index, c, text.length());
      case XML ->
          c == '<' && text.startsWith("<!--", index)
              ? behind("-->", index, 4, text.length())
              : index;
      case LINES -> (c == '#' || c == '!') && isFirstOfLine(index) ? lineEnd(index) : index;
    };
  }

  /** A block may be no SQL: what stands behind a word, as in {@code /orders/*}, is a pattern. */
  private int blockCommentEnd(int index, char c) {
    if (c != '-' && c != '/') {
      return index;
    }
    boolean pattern = c == '/' && index > 0 && isWordPart(text.charAt(index - 1));
    return pattern ? index : sqlCommentEnd(index, c, blockEnd(index));
  }

  private int sqlCommentEnd(int index, char c, int limit) {
    return c == '-' && text.startsWith("--", index)
        ? Math.min(lineEnd(index), limit)
        : slashStarEnd(index, c, limit);
  }

  private int slashStarEnd(int index, char c, int limit) {
    return c == '/' && text.startsWith("/*", index) ? behind("*/", index, 2, limit) : index;
  }

  private int blockEnd(int from) {
    int end = text.indexOf(TEXT_BLOCK, from);
    while (end > 0 && text.charAt(end - 1) == '\\') {
      end = text.indexOf(TEXT_BLOCK, end + 1);
    }
    return end < 0 ? text.length() : end;
  }

  private int lineEnd(int index) {
    int end = text.indexOf('\n', index);
    return end < 0 ? text.length() : end;
  }

  /** What has no end is no comment: taken as one it would hide all that follows. */
  private int behind(String mark, int index, int opening, int limit) {
    int end = text.indexOf(mark, index + opening);
    return end < 0 || end + mark.length() > limit ? index : end + mark.length();
  }

  private boolean isFirstOfLine(int index) {
    int before = index - 1;
    while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
      before--;
    }
    return before < 0 || text.charAt(before) == '\n';
  }

  private int lines(int from, int to) {
    int lines = 0;
    for (int i = from; i < Math.min(to, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        lines++;
      }
    }
    return lines;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
