package dev.safemigrate.plan;

import java.util.Locale;

/** The steps of a change that takes several releases, in order. */
public enum Phase {
  /** Adds what the new version needs; the old one does not notice. */
  EXPAND,
  /** Gives the rows of yesterday what new rows get by themselves. */
  BACKFILL,
  /** Indexes and constraints of the new, and the question whether nothing is missing. */
  VERIFY,
  /** Takes away what only the old version needed. */
  CONTRACT;

  /** What the directive {@code migrate:phase} calls it: what verifies runs with the backfill. */
  String directive() {
    return this == VERIFY ? BACKFILL.spelling() : spelling();
  }

  /** As pages and names of files spell it: {@code expand}. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
