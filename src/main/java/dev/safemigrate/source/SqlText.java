package dev.safemigrate.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The SQL of a script as it is to be read, and where each of its characters stands in the file.
 *
 * <p>The text differs from the file where placeholders were replaced, and it may be a part of the
 * file, such as the half that goes up; what does not belong to that part is blanked, so that lines
 * stay lines.
 */
public final class SqlText {

  private final TextFile file;
  private final String text;
  private final int base;
  private final List<Replacement> replacements;

  /**
   * A replaced stretch.
   *
   * @param start where its value begins in the text
   * @param end where its value ends in the text
   * @param fileStart where the placeholder begins in the file
   * @param fileEnd where the placeholder ends in the file
   */
  record Replacement(int start, int end, int fileStart, int fileEnd) {}

  /**
   * @param base the offset in the file of the text's first character
   * @param replacements in the order of the text
   */
  SqlText(TextFile file, String text, int base, List<Replacement> replacements) {
    this.file = file;
    this.text = text;
    this.base = base;
    this.replacements = new ArrayList<>(replacements);
  }

  /** The path of the file, as it is shown. */
  public String path() {
    return file.path();
  }

  /** What is to be read; offsets of tokens and statements are offsets in this. */
  public String text() {
    return text;
  }

  /** The characters of the whole file as written, without a byte order mark. */
  public String fileText() {
    return file.text();
  }

  /** The offset in {@link #fileText()} of an offset in {@link #text()}. */
  public int fileOffset(int offset) {
    int low = 0;
    int high = replacements.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (replacements.get(middle).start() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return base + offset;
    }
    Replacement before = replacements.get(low - 1);
    return offset < before.end() ? before.fileStart() : before.fileEnd() + (offset - before.end());
  }

  /** Line and column in the file of an offset in {@link #text()}. */
  public Position position(int offset) {
    return file.position(fileOffset(offset));
  }

  TextFile file() {
    return file;
  }
}
