package dev.safemigrate.usage;

import java.util.function.BiConsumer;

/** The words of a source file with their lines, comments of Java and its kin left out. */
final class SourceText {

  private final String text;
  private final boolean comments;

  /**
   * @param comments whether {@code //} and slash-star begin comments
   */
  SourceText(String text, boolean comments) {
    this.text = text;
    this.comments = comments;
  }

  /** Gives each word and its line, counted from 1. */
  void words(BiConsumer<String, Integer> word) {
    int line = 1;
    int index = 0;
    char quote = 0;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (c == '\n') {
        line++;
        // Only text blocks go on behind a line, and in them quotes do not matter.
        quote = 0;
      }
      if (isWordPart(c)) {
        int end = index;
        while (end < text.length() && isWordPart(text.charAt(end))) {
          end++;
        }
        word.accept(text.substring(index, end), line);
        index = end;
        continue;
      }
      if (comments && quote == 0 && c == '/') {
        int end = commentEnd(index);
        line += lines(index, end);
        index = Math.max(end, index + 1);
        continue;
      }
      if (quote != 0 && c == '\\') {
        // The letter behind it belongs to the escape.
        index += 2;
        continue;
      }
      if (c == '"' || c == '\'') {
        quote = quote == c ? 0 : quote == 0 ? c : quote;
      }
      index++;
    }
  }

  private int commentEnd(int start) {
    if (text.startsWith("//", start)) {
      int end = text.indexOf('\n', start);
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith("/*", start)) {
      int end = text.indexOf("*/", start + 2);
      return end < 0 ? text.length() : end + 2;
    }
    return start;
  }

  private int lines(int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
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
