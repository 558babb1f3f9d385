package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.effect.InnerCommits;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.source.MigrationScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the runner sends as a whole: the statements of one transaction, or one statement that runs
 * by itself.
 *
 * @param statements in order; never empty
 * @param transactional whether they run in a transaction, together with the journal
 * @param backfill the terms of a statement that runs in batches
 */
record WorkUnit(
    List<AnalysedStatement> statements, boolean transactional, Optional<BackfillTerms> backfill) {

  WorkUnit(List<AnalysedStatement> statements, boolean transactional) {
    this(statements, transactional, Optional.empty());
  }

  WorkUnit {
    statements = List.copyOf(statements);
  }

  /** The units of a migration, as the analysis divided it into transactions. */
  static List<WorkUnit> of(MigrationScript script, AnalysedMigration migration) {
    List<WorkUnit> units = new ArrayList<>();
    List<AnalysedStatement> open = new ArrayList<>();
    OptionalInt number = OptionalInt.empty();
    Optional<AnalysedStatement> modes = Optional.empty();
    int previousEnd = 0;
    for (AnalysedStatement statement : migration.statements()) {
      Optional<BackfillTerms> terms = BackfillTerms.of(script, statement, previousEnd);
      previousEnd = statement.statement().span().end();
      if (!statement.transaction().equals(number)) {
        close(units, open);
        number = statement.transaction();
      }
      if (replaced(statement.statement())) {
        modes = givesModes(statement.statement()) ? Optional.of(statement) : modes;
        continue;
      }
      if (number.isPresent()) {
        modes.ifPresent(open::add);
        modes = Optional.empty();
        open.add(statement);
      } else {
        boolean wrapped = terms.isEmpty() && mayBeWrapped(statement);
        units.add(new WorkUnit(List.of(statement), wrapped, terms));
      }
    }
    close(units, open);
    return List.copyOf(units);
  }

  private static void close(List<WorkUnit> units, List<AnalysedStatement> open) {
    if (!open.isEmpty()) {
      units.add(new WorkUnit(open, true));
      open.clear();
    }
  }

  /**
   * A statement by itself is a transaction anyway; with the journal in it, it runs exactly once.
   * Not so what the server refuses in a transaction block, and what may commit inside.
   */
  private static boolean mayBeWrapped(AnalysedStatement statement) {
    Statement tree = statement.statement();
    boolean mayCommitInside =
        InnerCommits.possible(tree)
            || tree instanceof TransactionControl
            || tree instanceof Unparsed
            || tree instanceof Opaque;
    return !mayCommitInside && statement.effects().transaction() != TransactionNeed.FORBIDDEN;
  }

  /** The file's own BEGIN and COMMIT: the runner's transaction stands in their place. */
  private static boolean replaced(Statement statement) {
    return statement instanceof TransactionControl control
        && switch (control.kind()) {
          case BEGIN, START, COMMIT -> true;
          default -> false;
        };
  }

  /** BEGIN ISOLATION LEVEL and its like, for which {@link LockPolicy} asks in the transaction. */
  static boolean givesModes(Statement statement) {
    return statement instanceof TransactionControl control && !control.modes().isEmpty();
  }

  /** Those that change the session beyond the transaction, so that a later session needs them. */
  List<AnalysedStatement> sessionSettings() {
    return statements.stream().filter(SettingChange::isForSession).toList();
  }

  /** SHA-256 of its words, by which a resumed run knows it again. */
  String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (AnalysedStatement statement : statements) {
        digest.update(statement.sql().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
