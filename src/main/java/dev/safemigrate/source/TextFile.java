package dev.safemigrate.source;

import dev.safemigrate.text.LineIndex;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A decoded file: its characters without a byte order mark, and where its lines begin. */
final class TextFile {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final SourceFile source;
  private final String text;
  private final LineIndex lines;

  private TextFile(SourceFile source, String text) {
    this.source = source;
    this.text = text;
    this.lines = new LineIndex(text);
  }

  static TextFile of(SourceFile source, String text) {
    return new TextFile(source, text);
  }

  /**
   * Decodes a file.
   *
   * @param problems takes the place of the first bytes that are no text in this encoding
   * @return the file, with what could be decoded before the first malformed bytes
   */
  static TextFile decode(SourceFile source, Charset encoding, List<SourceProblem> problems) {
    CharsetDecoder decoder =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(source.bytes());
    CharBuffer characters =
        CharBuffer.allocate((int) (bytes.remaining() * (double) decoder.maxCharsPerByte()) + 1);
    CoderResult result = decoder.decode(bytes, characters, true);
    if (!result.isError()) {
      result = decoder.flush(characters);
    }
    if (result.isError()) {
      problems.add(malformed(source, encoding, bytes.position()));
    }
    characters.flip();
    String text = characters.toString();
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return new TextFile(source, marked ? text.substring(1) : text);
  }

  private static SourceProblem malformed(SourceFile source, Charset encoding, int offset) {
    byte[] bytes = source.bytes();
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (bytes[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int column = new String(bytes, lineStart, offset - lineStart, encoding).length() + 1;
    String message =
        String.format(
            Locale.ROOT,
            "not %s text: byte 0x%02X at byte offset %d. %s",
            encoding.name(),
            bytes[offset],
            offset,
            advice(bytes, encoding));
    return SourceProblem.at(
        SourceProblem.Kind.ENCODING, source.path(), new Position(line, column), message);
  }

  private static String advice(byte[] bytes, Charset encoding) {
    boolean utf16 =
        bytes.length > 1
            && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
                || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
    if (utf16) {
      return "The file begins with the mark of UTF-16.";
    }
    return encoding.equals(StandardCharsets.UTF_8)
        ? "Save it as UTF-8 or set the encoding."
        : "Set the encoding that it was saved in.";
  }

  SourceFile source() {
    return source;
  }

  String path() {
    return source.path();
  }

  String text() {
    return text;
  }

  Position position(int offset) {
    return new Position(lines.line(offset), lines.column(offset));
  }

  /** A problem at an offset of this file. */
  SourceProblem problem(SourceProblem.Kind kind, int offset, String message) {
    return SourceProblem.at(kind, path(), position(offset), message);
  }
}
