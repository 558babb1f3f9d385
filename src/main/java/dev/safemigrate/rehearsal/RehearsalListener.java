package dev.safemigrate.rehearsal;

import dev.safemigrate.runner.RunListener;

/** Is told how far a rehearsal has come. */
public interface RehearsalListener extends RunListener {

  /** A part of the rehearsal begins, in words as in {@code Down again: 3 migrations}. */
  void stage(String what);
}
