package dev.safemigrate.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A schema in a form that can be kept and compared with later. */
public final class SchemaFingerprint {

  private SchemaFingerprint() {}

  /** SHA-256 of the canonical text, in hexadecimal. */
  public static String hash(CanonicalSchema schema) {
    try {
      byte[] text = schema.text().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** All objects, packed. */
  public static byte[] pack(CanonicalSchema schema) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(schema.objects().size());
      for (Map.Entry<ObjectIdentity, List<String>> object : schema.objects().entrySet()) {
        write(out, object.getKey().kind().name());
        write(out, object.getKey().name());
        out.writeInt(object.getValue().size());
        for (String line : object.getValue()) {
          write(out, line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The schema that was packed.
   *
   * @throws IOException when the bytes are not what {@link #pack} makes, or a later version's
   */
  public static CanonicalSchema unpack(byte[] bytes) throws IOException {
    TreeMap<ObjectIdentity, List<String>> objects = new TreeMap<>();
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        ObjectIdentity identity = new ObjectIdentity(ObjectKind.valueOf(read(in)), read(in));
        int lines = in.readInt();
        List<String> text = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
          text.add(read(in));
        }
        objects.put(identity, text);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("an unknown kind of object: " + e.getMessage(), e);
    }
    return new CanonicalSchema(objects);
  }

  /** Bodies of functions are longer than what {@link DataOutputStream#writeUTF} takes. */
  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("the bytes end within a text");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
