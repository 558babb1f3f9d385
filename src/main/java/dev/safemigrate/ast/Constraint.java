package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** A constraint, behind a column or of a table, and what else may follow a column's type. */
public sealed interface Constraint {

  Span span();

  /** CHECK (condition). */
  record Check(
      Span span, Optional<String> name, Expression condition, ConstraintAttributes attributes)
      implements Constraint {}

  /** NOT NULL behind a column, or {@code NOT NULL column} as a table constraint (18). */
  record NotNull(
      Span span, Optional<String> name, Optional<String> column, ConstraintAttributes attributes)
      implements Constraint {}

  /** The word NULL behind a column, which changes nothing. */
  record Null(Span span, Optional<String> name) implements Constraint {}

  /** DEFAULT value. */
  record Default(Span span, Optional<String> name, Expression value) implements Constraint {}

  /**
   * GENERATED ALWAYS AS (value) STORED or VIRTUAL (18). {@code always} is false for the spelling BY
   * DEFAULT, which the server refuses later.
   */
  record Generated(
      Span span, Optional<String> name, boolean always, Expression value, boolean stored)
      implements Constraint {}

  /** GENERATED ALWAYS or BY DEFAULT AS IDENTITY. */
  record Identity(Span span, Optional<String> name, boolean always, List<Option> sequenceOptions)
      implements Constraint {
    public Identity {
      sequenceOptions = List.copyOf(sequenceOptions);
    }
  }

  /** PRIMARY KEY or UNIQUE; {@code columns} is empty behind a column and with USING INDEX. */
  record Key(
      Span span,
      Optional<String> name,
      boolean primary,
      List<String> columns,
      List<String> include,
      boolean nullsNotDistinct,
      boolean withoutOverlaps,
      Optional<String> usingIndex,
      List<Option> indexOptions,
      Optional<String> tablespace,
      ConstraintAttributes attributes)
      implements Constraint {
    public Key {
      columns = List.copyOf(columns);
      include = List.copyOf(include);
      indexOptions = List.copyOf(indexOptions);
    }
  }

  /** EXCLUDE USING method (element WITH operator, ...). */
  record Exclusion(
      Span span,
      Optional<String> name,
      String method,
      List<ExclusionElement> elements,
      List<String> include,
      List<Option> indexOptions,
      Optional<String> tablespace,
      Optional<Expression> where,
      ConstraintAttributes attributes)
      implements Constraint {
    public Exclusion {
      elements = List.copyOf(elements);
      include = List.copyOf(include);
      indexOptions = List.copyOf(indexOptions);
    }
  }

  /**
   * FOREIGN KEY or REFERENCES; {@code columns} is empty behind a column; {@code match} is SIMPLE,
   * FULL or PARTIAL.
   */
  record ForeignKey(
      Span span,
      Optional<String> name,
      List<String> columns,
      RelationReference references,
      List<String> referencedColumns,
      boolean period,
      String match,
      ReferentialAction onUpdate,
      ReferentialAction onDelete,
      List<String> onDeleteColumns,
      ConstraintAttributes attributes)
      implements Constraint {
    public ForeignKey {
      columns = List.copyOf(columns);
      referencedColumns = List.copyOf(referencedColumns);
      onDeleteColumns = List.copyOf(onDeleteColumns);
    }
  }

  /**
   * DEFERRABLE and its like behind a column, in source order; they are also folded into the
   * constraint that they follow.
   */
  record AttributeClause(Span span, Kind kind) implements Constraint {
    /** The words of the clause. */
    public enum Kind {
      DEFERRABLE,
      NOT_DEFERRABLE,
      INITIALLY_DEFERRED,
      INITIALLY_IMMEDIATE,
      ENFORCED,
      NOT_ENFORCED
    }
  }

  /** One pair of an exclusion constraint; the operator may be written OPERATOR(schema.op). */
  record ExclusionElement(IndexColumn column, String operator) {}
}
