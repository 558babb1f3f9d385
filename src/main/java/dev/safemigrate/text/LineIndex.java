package dev.safemigrate.text;

import java.util.Arrays;

/** Lines and columns of a text, both from 1. A line ends with LF, CRLF or a lone CR. */
public final class LineIndex {

  private final int length;
  private final int[] lineStarts;

  public LineIndex(CharSequence text) {
    length = text.length();
    int[] starts = new int[Math.max(16, length / 32)];
    int count = 1;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c != '\n' && (c != '\r' || (i + 1 < length && text.charAt(i + 1) == '\n'))) {
        continue;
      }
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = i + 1;
    }
    lineStarts = Arrays.copyOf(starts, count);
  }

  /**
   * The line that holds the offset.
   *
   * @throws IndexOutOfBoundsException if the offset is not in the text nor its end
   */
  public int line(int offset) {
    if (offset < 0 || offset > length) {
      throw new IndexOutOfBoundsException("offset " + offset + " of " + length);
    }
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of the offset in its line, in UTF-16 characters. */
  public int column(int offset) {
    return offset - lineStarts[line(offset) - 1] + 1;
  }

  /** How many lines the text has; an empty text has one. */
  public int lineCount() {
    return lineStarts.length;
  }

  /** Offset of the first character of a line. */
  public int start(int line) {
    return lineStarts[line - 1];
  }
}
