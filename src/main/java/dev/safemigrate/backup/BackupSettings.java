package dev.safemigrate.backup;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a backup is made.
 *
 * @param directory where dumps are written to
 * @param pgDump the path of pg_dump; empty for the one on the PATH
 * @param command of a tool that makes the backup instead of pg_dump
 * @param restorePoint whether to name a restore point in the write-ahead log, where that is allowed
 * @param label what the restore point is called, beside the time
 */
public record BackupSettings(
    Path directory,
    Optional<String> pgDump,
    Optional<String> command,
    boolean restorePoint,
    String label) {}
