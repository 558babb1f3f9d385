package dev.safemigrate.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A {@link Workload} in a form that can be kept. */
public final class WorkloadBytes {

  private static final int FORMAT = 1;

  private WorkloadBytes() {}

  /** All figures, packed. */
  public static byte[] pack(Workload workload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(FORMAT);
      write(out, Optional.of(workload.readAt()));
      write(out, workload.reset());
      write(out, workload.statements());
      out.writeInt(workload.tables().size());
      for (Map.Entry<Long, Workload.TableScans> table : workload.tables().entrySet()) {
        out.writeLong(table.getKey());
        out.writeLong(table.getValue().sequential());
        out.writeLong(table.getValue().sequentialRows());
        out.writeLong(table.getValue().byIndex());
      }
      out.writeInt(workload.indexes().size());
      for (Map.Entry<Long, Long> index : workload.indexes().entrySet()) {
        out.writeLong(index.getKey());
        out.writeLong(index.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The figures that were packed.
   *
   * @throws IOException when the bytes are not what {@link #pack} makes, or a later version's
   */
  public static Workload unpack(byte[] bytes) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IOException("they are of format " + format);
      }
      Instant readAt = instant(in).orElseThrow(() -> new IOException("the instant is missing"));
      Optional<Instant> reset = instant(in);
      Workload.Statements statements = statements(in);
      SortedMap<Long, Workload.TableScans> tables = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        tables.put(
            in.readLong(), new Workload.TableScans(in.readLong(), in.readLong(), in.readLong()));
      }
      SortedMap<Long, Long> indexes = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        indexes.put(in.readLong(), in.readLong());
      }
      return new Workload(readAt, reset, statements, tables, indexes);
    }
  }

  private static void write(DataOutputStream out, Workload.Statements statements)
      throws IOException {
    out.writeUTF(statements.missing().orElse(""));
    write(out, statements.reset());
    out.writeLong(statements.dropped());
    out.writeLong(statements.hidden());
    out.writeInt(statements.times().size());
    for (Map.Entry<String, Workload.Calls> statement : statements.times().entrySet()) {
      out.writeUTF(statement.getKey());
      out.writeLong(statement.getValue().calls());
      out.writeDouble(statement.getValue().millis());
    }
  }

  private static Workload.Statements statements(DataInputStream in) throws IOException {
    Optional<String> missing = Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
    Optional<Instant> reset = instant(in);
    long dropped = in.readLong();
    long hidden = in.readLong();
    Map<String, Workload.Calls> times = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      times.put(in.readUTF(), new Workload.Calls(in.readLong(), in.readDouble()));
    }
    return new Workload.Statements(missing, reset, dropped, hidden, times);
  }

  private static void write(DataOutputStream out, Optional<Instant> instant) throws IOException {
    out.writeBoolean(instant.isPresent());
    if (instant.isPresent()) {
      out.writeLong(instant.get().getEpochSecond());
      out.writeInt(instant.get().getNano());
    }
  }

  private static Optional<Instant> instant(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Optional.of(Instant.ofEpochSecond(in.readLong(), in.readInt()))
        : Optional.empty();
  }
}
