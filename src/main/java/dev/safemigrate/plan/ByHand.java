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

  static Change partitioned(QualifiedName table) {
    return new Change.NotPlanned(
        """
        A table that becomes partitioned is not planned. By hand, where no foreign key references %1$s (its key must hold the partition's column then) and no view reads it:
          1. SET NOT NULL for the partition's column (migrate:plan "set not null ..."), and a unique index built concurrently over the key and that column.
          2. Release a version whose ON CONFLICT names both columns, and wait until no older one runs.
          3. A check that the column lies below a bound that is further away than step 4: NOT VALID, then VALIDATE. Rows above it are refused until then.
          4. In one transaction: rename %1$s, create the partitioned table under its name with the same columns, defaults, indexes and grants, move its sequence (ALTER SEQUENCE ... OWNED BY; an identity is dropped and added with setval), exchange the primary key with USING INDEX, ATTACH the old table FOR VALUES FROM (MINVALUE) TO (the bound), which the check saves the scan, and create the partitions behind it and a default one.
          5. Drop the check."""
            .formatted(table));
  }
}
