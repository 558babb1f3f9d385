package dev.safemigrate.source;

import dev.safemigrate.text.Span;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A comment that speaks to this plugin, as in {@code -- migrate:allow blocking-index-build the
 * table is empty}. Spans are offsets in {@link SqlText#text()}.
 */
public sealed interface Directive {

  Span span();

  /** Acknowledges the findings of a rule on the statement that follows. */
  record Allow(Span span, String rule, String reason, Optional<LocalDate> until)
      implements Directive {}

  /** Acknowledges the findings of a rule in the whole script. */
  record AllowFile(Span span, String rule, String reason, Optional<LocalDate> until)
      implements Directive {}

  /** Says that the statement that follows may run twice. */
  record Idempotent(Span span, String reason) implements Directive {}

  /** Says which step of an expand and contract change the script is. */
  record InPhase(Span span, Phase phase) implements Directive {}

  /**
   * Says that the script is the contract of a change whose expand, or backfill, has that version.
   * The script is in phase contract then.
   */
  record ContractOf(Span span, String version) implements Directive {}

  /** Runs the statement that follows batch by batch. */
  record Backfill(Span span, BackfillOptions options) implements Directive {}

  /** A query that must be true after the script. */
  record Verify(Span span, String query) implements Directive {}

  /** Says whether the script runs in a transaction. */
  record InTransaction(Span span, TransactionSwitch transaction) implements Directive {}

  /** The steps of an expand and contract change. */
  enum Phase {
    EXPAND,
    BACKFILL,
    CONTRACT
  }
}
