package dev.safemigrate.backup;

import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaDiff;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.catalog.ServerFacts;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.history.ReleaseRecords;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.ExternalProgram;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a backup, looks whether it can be read and restored, and records it. */
public final class Backup {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ConnectionSettings source;
  private final BackupSettings settings;
  private final Optional<ScratchServer> scratch;
  private final Consumer<String> told;
  private final Clock clock;

  /**
   * @param scratch restores the dump to see that it can be; empty to leave that out
   * @param told hears what happens, a sentence each
   */
  public Backup(
      ConnectionSettings source,
      BackupSettings settings,
      Optional<ScratchServer> scratch,
      Consumer<String> told,
      Clock clock) {
    this.source = source;
    this.settings = settings;
    this.scratch = scratch;
    this.told = told;
    this.clock = clock;
  }

  /**
   * Makes it and records it beside the history.
   *
   * @return the file, or the command that made it
   * @throws RunException when it cannot be made or is not sound; nothing is recorded then
   */
  public String run(HistoryTable table, AppliedBy by)
      throws RunException, SQLException, IOException, InterruptedException {
    try (Connection connection = new Sessions(source).open("backup")) {
      ServerFacts facts = ServerFacts.read(connection);
      if (settings.restorePoint()) {
        told.accept(
            RestorePoint.create(
                connection, settings.label() + " " + STAMP.format(clock.instant())));
      }
      String place =
          settings.command().isPresent()
              ? byCommand(settings.command().get())
              : dump(connection, facts, table);
      boolean verified = settings.command().isEmpty() && scratch.isPresent();
      new ReleaseRecords(table).addBackup(connection, by, place, verified);
      return place;
    }
  }

  private String byCommand(String command) throws RunException, IOException, InterruptedException {
    ExternalProgram.Outcome outcome =
        ExternalProgram.run(ExternalProgram.shell(command), source.environment(), Optional.empty());
    if (!outcome.succeeded()) {
      throw new RunException(
          RunException.Kind.FAILED, "No backup: '%s' %s".formatted(command, outcome.words()));
    }
    return command;
  }

  private String dump(Connection connection, ServerFacts facts, HistoryTable table)
      throws RunException, SQLException, IOException, InterruptedException {
    ClientPrograms programs = ClientPrograms.find(settings.pgDump());
    programs.requireFor(facts.majorVersion());
    Files.createDirectories(settings.directory());
    String name = facts.database().replaceAll("[^A-Za-z0-9_.-]", "_");
    Path file =
        settings.directory().resolve("%s-%s.dump".formatted(name, STAMP.format(clock.instant())));
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      requireSuccess(
          "pg_dump",
          List.of(programs.dump(), "--format=custom", "--no-password", "--file=" + part),
          source.environment());
      told.accept(
          "%s, %d MB, %d objects."
              .formatted(file, Files.size(part) >> 20, objects(programs, part)));
      if (scratch.isPresent()) {
        restore(connection, facts, table, programs, part);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return file.toString();
  }

  /** How many objects the table of contents has; reading it fails for a damaged file. */
  private static long objects(ClientPrograms programs, Path file)
      throws RunException, IOException, InterruptedException {
    ExternalProgram.Outcome list =
        requireSuccess(
            "pg_restore --list", List.of(programs.restore(), "--list", file.toString()), Map.of());
    return list.output().lines().filter(line -> !line.isBlank() && !line.startsWith(";")).count();
  }

  private void restore(
      Connection connection,
      ServerFacts facts,
      HistoryTable table,
      ClientPrograms programs,
      Path file)
      throws RunException, SQLException, IOException, InterruptedException {
    ConnectionSettings target;
    try {
      target = scratch.orElseThrow().start(facts.majorVersion());
    } catch (ScratchServer.UnavailableException e) {
      throw new RunException(
          RunException.Kind.SETUP, "The backup cannot be restored: " + e.getMessage(), e);
    }
    Map<String, String> environment = target.environment();
    requireSuccess(
        "pg_restore",
        List.of(
            programs.restore(),
            "--no-password",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--dbname=" + environment.get("PGDATABASE"),
            file.toString()),
        environment);
    requireSame(connection, target, table);
    told.accept("Restored into a scratch server: the schema is the same.");
  }

  private void requireSame(Connection connection, ConnectionSettings target, HistoryTable table)
      throws RunException, SQLException {
    List<String> lines;
    try (Connection restored = new Sessions(target).open("backup")) {
      lines =
          new ArrayList<>(
              SchemaDiff.between(
                      schema(connection, table),
                      schema(restored, table),
                      SchemaDiff.Ignored.OWNERS,
                      SchemaDiff.Ignored.PRIVILEGES,
                      SchemaDiff.Ignored.GENERATED_NAMES)
                  .lines());
    }
    if (!lines.isEmpty()) {
      throw new RunException(
          RunException.Kind.FAILED,
          "The backup was restored, but its schema is not the database's (did it change meanwhile?):\n  "
              + String.join("\n  ", lines));
    }
  }

  private static CanonicalSchema schema(Connection connection, HistoryTable table)
      throws SQLException {
    return SchemaReader.read(
        connection,
        CatalogOptions.everything().without(table.schema(), ReleaseRecords.tableOf(table).name()));
  }

  private static ExternalProgram.Outcome requireSuccess(
      String name, List<String> command, Map<String, String> environment)
      throws RunException, IOException, InterruptedException {
    ExternalProgram.Outcome outcome = ExternalProgram.run(command, environment, Optional.empty());
    if (!outcome.succeeded()) {
      throw new RunException(
          RunException.Kind.FAILED, "No backup: %s %s".formatted(name, outcome.words()));
    }
    return outcome;
  }
}
