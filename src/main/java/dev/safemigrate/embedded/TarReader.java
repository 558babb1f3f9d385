package dev.safemigrate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Reads a tar file from its beginning to its end, in the formats ustar, GNU (long names) and pax
 * (path and linkpath); see POSIX, "pax - portable archive interchange".
 */
final class TarReader {

  /**
   * A file, folder or link.
   *
   * @param kind what it is
   * @param name its path with slashes
   * @param linkTarget where a symbolic link leads, else empty
   * @param executable whether its owner may execute it
   * @param size of the content that follows
   */
  record Entry(Kind kind, String name, String linkTarget, boolean executable, long size) {}

  /** What an entry can be. */
  enum Kind {
    FILE,
    FOLDER,
    SYMBOLIC_LINK
  }

  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 1 << 16;
  private static final int OWNER_EXECUTES = 0100;

  private final InputStream stream;
  private long unreadContent;
  private long padding;

  TarReader(InputStream stream) {
    this.stream = stream;
  }

  /** The next entry, or nothing at the end; what was not read of the content before is skipped. */
  Optional<Entry> next() throws IOException {
    String longName = "";
    String longTarget = "";
    while (true) {
      stream.skipNBytes(unreadContent + padding);
      byte[] header = stream.readNBytes(BLOCK);
      if (header.length == 0 || (header.length == BLOCK && isEmpty(header))) {
        return Optional.empty();
      }
      if (header.length < BLOCK || !hasRightChecksum(header)) {
        throw new IOException("Damaged tar file");
      }
      unreadContent = octal(header, 124, 12);
      padding = (BLOCK - unreadContent % BLOCK) % BLOCK;
      switch (header[156]) {
        case 'L' -> longName = text(readName(), 0, LONGEST_NAME);
        case 'K' -> longTarget = text(readName(), 0, LONGEST_NAME);
        case 'x' -> {
          String records = new String(readName(), UTF_8);
          longName = paxValue(records, "path").orElse(longName);
          longTarget = paxValue(records, "linkpath").orElse(longTarget);
        }
        case 'g' -> {
          // Remarks about the whole archive: the next turn skips them.
          continue;
        }
        default -> {
          return Optional.of(entry(header, longName, longTarget));
        }
      }
    }
  }

  /** Copies the content of the entry that was returned last. */
  void copyContent(OutputStream target) throws IOException {
    byte[] buffer = new byte[1 << 16];
    while (unreadContent > 0) {
      int count = stream.read(buffer, 0, (int) Math.min(buffer.length, unreadContent));
      if (count < 0) {
        throw new EOFException("The tar file ends in the middle of a file");
      }
      target.write(buffer, 0, count);
      unreadContent -= count;
    }
  }

  private Entry entry(byte[] header, String longName, String longTarget) throws IOException {
    String name = longName.isEmpty() ? shortName(header) : longName;
    boolean executable = (octal(header, 100, 8) & OWNER_EXECUTES) != 0;
    return switch (header[156]) {
      case '0', 0 -> new Entry(Kind.FILE, name, "", executable, unreadContent);
      case '5' -> new Entry(Kind.FOLDER, name, "", executable, 0);
      case '2' -> {
        String target = longTarget.isEmpty() ? text(header, 157, 100) : longTarget;
        yield new Entry(Kind.SYMBOLIC_LINK, name, target, executable, 0);
      }
      default ->
          throw new IOException(
              "Unexpected kind '%c' of %s in a tar file".formatted((char) header[156], name));
    };
  }

  private static String shortName(byte[] header) {
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 6).equals("ustar");
    String prefix = ustar ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private byte[] readName() throws IOException {
    if (unreadContent > LONGEST_NAME) {
      throw new IOException("A name in a tar file is longer than " + LONGEST_NAME);
    }
    byte[] content = stream.readNBytes((int) unreadContent);
    unreadContent = 0;
    return content;
  }

  /** Each record is its own length, a space, key=value and a line feed. */
  private static Optional<String> paxValue(String records, String key) {
    for (String line : records.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0 && line.startsWith(key + "=", space + 1)) {
        return Optional.of(line.substring(space + 1 + key.length() + 1));
      }
    }
    return Optional.empty();
  }

  private static String text(byte[] bytes, int offset, int length) {
    int limit = Math.min(bytes.length, offset + length);
    int end = offset;
    while (end < limit && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, UTF_8);
  }

  private static long octal(byte[] header, int offset, int length) throws IOException {
    String digits = text(header, offset, length).strip();
    if (!digits.matches("[0-7]*")) {
      throw new IOException("No octal number in a tar file: " + digits);
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static boolean isEmpty(byte[] header) {
    for (byte value : header) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes, those of the checksum itself counted as spaces. */
  private static boolean hasRightChecksum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    return sum == octal(header, 148, 8);
  }
}
