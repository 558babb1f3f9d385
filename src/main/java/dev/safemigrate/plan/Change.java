package dev.safemigrate.plan;

import dev.safemigrate.ast.QualifiedName;
import java.util.List;
import java.util.Optional;

/** What is wanted, whatever way it was said. Types and expressions are in the words of the user. */
public sealed interface Change {

  /** A column gets another name. */
  record RenameColumn(QualifiedName table, String column, String newName) implements Change {}

  /** A table gets another name in its schema. */
  record RenameTable(QualifiedName table, String newName) implements Change {}

  /**
   * A column gets another type, in a column beside it.
   *
   * @param type as written
   * @param newName of the column that has the new type; chosen when empty
   * @param using the new value from the old column; a cast when empty
   * @param back the old value from the new column; a cast when empty
   */
  record ChangeType(
      QualifiedName table,
      String column,
      String type,
      Optional<String> newName,
      Optional<String> using,
      Optional<String> back)
      implements Change {}

  /**
   * One column becomes several.
   *
   * @param into the new columns' names
   * @param using each new value from the old column; words split at blanks when empty
   * @param back the old value from the new columns; joined with blanks when empty
   */
  record SplitColumn(
      QualifiedName table,
      String column,
      List<String> into,
      List<String> using,
      Optional<String> back)
      implements Change {
    public SplitColumn {
      into = List.copyOf(into);
      using = List.copyOf(using);
    }
  }

  /**
   * Several columns become one.
   *
   * @param using the new value from the old columns; joined with blanks when empty
   * @param back each old value from the new column; words split at blanks when empty
   */
  record MergeColumns(
      QualifiedName table,
      List<String> columns,
      String into,
      Optional<String> using,
      List<String> back)
      implements Change {
    public MergeColumns {
      columns = List.copyOf(columns);
      back = List.copyOf(back);
    }
  }

  /**
   * Columns that a new table with the same key takes over.
   *
   * @param into the new table's name, in the schema of the old one
   */
  record MoveColumns(QualifiedName table, List<String> columns, String into) implements Change {
    public MoveColumns {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A new column that every row must have.
   *
   * @param type as written
   * @param fill what rows get that the old version writes, from the columns of the row; a neutral
   *     value of the type when empty
   */
  record AddRequiredColumn(QualifiedName table, String column, String type, Optional<String> fill)
      implements Change {}

  /**
   * A column that every row must have from now on.
   *
   * @param fill what rows without a value get; a neutral value of the type when empty
   */
  record RequireColumn(QualifiedName table, String column, Optional<String> fill)
      implements Change {}

  /**
   * A column goes.
   *
   * @param fill what rows get that the new version writes; a neutral value of the type when empty
   */
  record DropColumn(QualifiedName table, String column, Optional<String> fill) implements Change {}

  /** A table goes. */
  record DropTable(QualifiedName table) implements Change {}

  /** A primary key becomes bigint, with all that reference it. */
  record WidenKey(QualifiedName table) implements Change {}

  /**
   * A table becomes the first partition of one that takes its name.
   *
   * @param bounds literals: what is there lies below the first, each other one ends a partition
   */
  record PartitionTable(QualifiedName table, String column, List<String> bounds) implements Change {
    public PartitionTable {
      bounds = List.copyOf(bounds);
    }
  }

  /** A column gets another default, on which inserts of the running version rely. */
  record ChangeDefault(QualifiedName table, String column, String value) implements Change {}

  /** A value of an enum is replaced by another. */
  record ReplaceEnumValue(QualifiedName type, String oldValue, String newValue) implements Change {}

  /**
   * A constraint that rows may violate.
   *
   * @param columns that it stands on; empty for a check
   * @param definition the check's condition, what a foreign key references, or what stands behind
   *     the columns of a unique index, as SQL
   * @param references the table of a foreign key
   * @param referencedColumns those of the primary key when empty
   * @param name chosen when empty
   * @param repair the statement that mends rows which violate it
   * @param attributes what stands behind it, as in {@code DEFERRABLE}, a blank in front
   */
  record AddConstraint(
      Kind kind,
      QualifiedName table,
      List<String> columns,
      String definition,
      Optional<QualifiedName> references,
      List<String> referencedColumns,
      Optional<String> name,
      Optional<String> repair,
      String attributes)
      implements Change {
    public AddConstraint {
      columns = List.copyOf(columns);
      referencedColumns = List.copyOf(referencedColumns);
    }

    /** The kinds of constraints. */
    public enum Kind {
      CHECK,
      UNIQUE,
      PRIMARY_KEY,
      FOREIGN_KEY
    }
  }

  /**
   * An exclusion constraint that rows may violate.
   *
   * @param definition EXCLUDE and what stands behind it, or CONSTRAINT and a name in front of that
   * @param name chosen when empty
   * @param repair the statement that mends rows which violate it
   */
  record AddExclusion(
      QualifiedName table, String definition, Optional<String> name, Optional<String> repair)
      implements Change {}

  /**
   * A view gets columns that it cannot take in place.
   *
   * @param definition CREATE VIEW, under whatever name
   * @param newName of the next view; when empty, the old name comes back in the end
   */
  record ReplaceView(QualifiedName view, String definition, Optional<String> newName)
      implements Change {}

  /**
   * A function or procedure gets another signature.
   *
   * @param arguments of the old one, as SQL; empty where there is one of the name only
   * @param definition CREATE FUNCTION or PROCEDURE, under whatever name
   * @param newName of the next one; when empty, the old name comes back in the end
   */
  record ReplaceFunction(
      QualifiedName function,
      Optional<String> arguments,
      String definition,
      Optional<String> newName)
      implements Change {}

  /**
   * A change for which there is no plan.
   *
   * @param instead the reason, and what to do by hand, in sentences
   */
  record NotPlanned(String instead) implements Change {}
}
