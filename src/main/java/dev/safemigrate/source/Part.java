package dev.safemigrate.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a file that belong to one script; the others inside it are blanked, so that every
 * character keeps its place.
 *
 * @param file the file
 * @param start where the part begins in the file
 * @param text its characters
 */
record Part(TextFile file, int start, String text) {

  /** A stretch of one or more whole lines, the line ending included. */
  record Line(int start, int end) {}

  static Part whole(TextFile file) {
    return new Part(file, 0, file.text());
  }

  /** The part that consists of these stretches, in order. */
  static Part of(TextFile file, List<Line> kept) {
    if (kept.isEmpty()) {
      return new Part(file, file.text().length(), "");
    }
    int start = kept.get(0).start();
    StringBuilder text = new StringBuilder(kept.get(kept.size() - 1).end() - start);
    for (Line line : kept) {
      blank(file.text(), start + text.length(), line.start(), text);
      text.append(file.text(), line.start(), line.end());
    }
    return new Part(file, start, text.toString());
  }

  /** The same with a stretch of the file blanked. */
  Part without(int from, int to) {
    StringBuilder masked = new StringBuilder(text.length());
    masked.append(text, 0, from - start);
    blank(file.text(), from, to, masked);
    masked.append(text, to - start, text.length());
    return new Part(file, start, masked.toString());
  }

  /** The lines of a file. */
  static List<Line> lines(String text) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(new Line(start, end));
      start = end;
    }
    return lines;
  }

  private static void blank(String source, int from, int to, StringBuilder target) {
    for (int i = from; i < to; i++) {
      char c = source.charAt(i);
      target.append(c == '\n' || c == '\r' ? c : ' ');
    }
  }
}
