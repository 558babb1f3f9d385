package dev.safemigrate.plan;

import dev.safemigrate.ast.QualifiedName;

/** Changes for which there is no plan, with the steps to take by hand. */
final class ByHand {

  private ByHand() {}

  /** Neither NOT VALID nor USING INDEX (manual, ALTER TABLE): its index is built under a lock. */
  static Change exclusion(QualifiedName table) {
    return new Change.NotPlanned(
        """
        An exclusion constraint cannot be added in steps: it knows neither NOT VALID nor USING INDEX, so its index is built while nobody can read or write the table. By hand:
          1. Release a version that writes no overlapping rows (it may lock what it checks: SELECT ... FOR UPDATE of the row that the overlapping ones belong to).
          2. Count and repair what is there: SELECT FROM %1$s a JOIN %1$s b ON a.ctid < b.ctid AND <the operators>.
          3. Measure the build on a copy with as many rows, and add the constraint in a window that is longer, with migrate:allow blocking-exclusion-constraint <the window>.
        A table that is small enough to be built within a second needs only 2 and 3."""
            .formatted(table));
  }
}
