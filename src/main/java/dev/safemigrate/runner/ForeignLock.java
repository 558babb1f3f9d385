package dev.safemigrate.runner;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The advisory lock under which another tool works, so that it and we do not work at a time.
 *
 * @param tool whose it is
 * @param schema of the tool's history table
 * @param table the history table
 */
public record ForeignLock(Tool tool, String schema, String table) {

  /** "Flyway" as bytes; the table's hash is added. */
  private static final long FLYWAY = 0x466c79776179L;

  /** What golang-migrate multiplies its checksum with. */
  private static final int GOLANG_SALT = 1486364155;

  /** The tools whose lock is known. */
  public enum Tool {
    FLYWAY("flyway", "flyway_schema_history"),
    GOLANG_MIGRATE("golang-migrate", "schema_migrations");

    private final String id;
    private final String table;

    Tool(String id, String table) {
      this.id = id;
      this.table = table;
    }

    @Override
    public String toString() {
      return id;
    }
  }

  /** Reads {@code flyway} or {@code flyway:schema.table}; empty when there is no such tool. */
  public static Optional<ForeignLock> of(String text) {
    String[] parts = text.strip().split(":", 2);
    Optional<Tool> tool =
        Arrays.stream(Tool.values())
            .filter(each -> each.id.equals(parts[0].toLowerCase(Locale.ROOT)))
            .findFirst();
    String[] name = parts.length < 2 ? new String[0] : parts[1].split("\\.", 2);
    return tool.map(
        found ->
            switch (name.length) {
              case 0 -> new ForeignLock(found, "public", found.table);
              case 1 -> new ForeignLock(found, "public", name[0]);
              default -> new ForeignLock(found, name[0], name[1]);
            });
  }

  /** The tools' names, for messages. */
  public static String tools() {
    return Arrays.stream(Tool.values()).map(Tool::toString).collect(Collectors.joining(", "));
  }

  /** The key of its lock in a database of that name, as pg_advisory_lock(bigint) takes it. */
  long key(String database) {
    return switch (tool) {
      case FLYWAY -> FLYWAY + ("\"" + schema + "\".\"" + table + "\"").hashCode();
      case GOLANG_MIGRATE -> {
        CRC32 crc = new CRC32();
        crc.update((schema + "\0" + table + "\0" + database).getBytes(StandardCharsets.UTF_8));
        yield Integer.toUnsignedLong((int) crc.getValue() * GOLANG_SALT);
      }
    };
  }
}
