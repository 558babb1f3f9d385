package dev.safemigrate.analysis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Identities of findings that survive when lines move. */
final class Fingerprints {

  private static final int LENGTH = 20;

  private final Map<String, Integer> seen = new HashMap<>();

  /**
   * The fingerprint of a finding: rule, file and the statement's words with blanks folded. Equal
   * statements of one file are told apart by their order.
   */
  String of(String rule, String file, String sql) {
    String words = rule + "\n" + file + "\n" + sql.strip().replaceAll("\\s+", " ");
    int number = seen.merge(words, 1, Integer::sum);
    return HexFormat.of()
        .formatHex(sha256((words + "\n" + number).getBytes(StandardCharsets.UTF_8)))
        .substring(0, LENGTH);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
