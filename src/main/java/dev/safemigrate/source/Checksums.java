package dev.safemigrate.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** The checksums by which histories tell that an applied file was changed. */
public final class Checksums {

  private Checksums() {}

  /** Our own: SHA-256 in hex over the text in UTF-8, every line ending counted as one LF. */
  public static String ofText(String text) {
    return HexFormat.of().formatHex(sha256(foldLineEndings(text).getBytes(UTF_8)));
  }

  /** Prisma's: SHA-256 in hex over the bytes of the file. */
  public static String prisma(byte[] file) {
    return HexFormat.of().formatHex(sha256(file));
  }

  /**
   * Flyway's: one CRC-32 over the UTF-8 bytes of all lines without their line endings, as a signed
   * int. A repeatable is given after its placeholders were replaced.
   *
   * @param text the content without byte order mark
   */
  public static int flyway(String text) {
    CRC32 crc = new CRC32();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean lineEnds = i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r';
      if (lineEnds) {
        crc.update(text.substring(start, i).getBytes(UTF_8));
        start = i + 1;
      }
    }
    return (int) crc.getValue();
  }

  private static String foldLineEndings(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
