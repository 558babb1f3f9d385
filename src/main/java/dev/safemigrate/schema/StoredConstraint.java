package dev.safemigrate.schema;

import dev.safemigrate.ast.ReferentialAction;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A constraint of a table, as the catalog keeps it. */
public sealed interface StoredConstraint {

  String name();

  /** False after NOT VALID and while NOT ENFORCED. */
  boolean validated();

  /** True when a parent table has it too. */
  boolean inherited();

  /** The columns that it stands on, in order where they have one. */
  Collection<String> columns();

  /** The objects that it names. */
  default Set<ObjectId> references() {
    return Set.of();
  }

  /** CHECK. */
  @RecordBuilder
  record Check(
      String name,
      StoredExpression condition,
      boolean validated,
      boolean enforced,
      boolean noInherit,
      boolean inherited)
      implements StoredConstraint, StoredConstraintCheckBuilder.With {

    @Override
    public Collection<String> columns() {
      return condition.facts().columns();
    }

    @Override
    public Set<ObjectId> references() {
      return condition.references();
    }

    /** True when no row can satisfy the condition with a null in the column. */
    public boolean impliesNotNull(String column) {
      return condition.facts().notNullColumns().contains(column);
    }
  }

  /** NOT NULL as a constraint of its own, from 18 on. */
  @RecordBuilder
  record NotNull(
      String name, String column, boolean validated, boolean noInherit, boolean inherited)
      implements StoredConstraint, StoredConstraintNotNullBuilder.With {

    @Override
    public Collection<String> columns() {
      return List.of(column);
    }
  }

  /** PRIMARY KEY or UNIQUE with the index behind it. */
  @RecordBuilder
  record Key(
      String name,
      boolean primary,
      List<String> columns,
      List<String> include,
      boolean nullsNotDistinct,
      boolean withoutOverlaps,
      boolean deferrable,
      boolean initiallyDeferred,
      ObjectId index,
      boolean inherited)
      implements StoredConstraint, StoredConstraintKeyBuilder.With {

    public Key {
      columns = List.copyOf(columns);
      include = List.copyOf(include);
    }

    @Override
    public boolean validated() {
      return true;
    }
  }

  /** EXCLUDE with the index behind it. */
  @RecordBuilder
  record Exclusion(
      String name,
      List<String> columns,
      List<String> operators,
      boolean deferrable,
      boolean initiallyDeferred,
      ObjectId index,
      boolean inherited)
      implements StoredConstraint, StoredConstraintExclusionBuilder.With {

    public Exclusion {
      columns = List.copyOf(columns);
      operators = List.copyOf(operators);
    }

    @Override
    public boolean validated() {
      return true;
    }
  }

  /**
   * FOREIGN KEY.
   *
   * @param referencedColumns empty only where the referenced table's primary key is not known
   */
  @RecordBuilder
  record ForeignKey(
      String name,
      List<String> columns,
      ObjectId referencedTable,
      List<String> referencedColumns,
      String match,
      ReferentialAction onUpdate,
      ReferentialAction onDelete,
      List<String> onDeleteColumns,
      boolean period,
      boolean validated,
      boolean enforced,
      boolean deferrable,
      boolean initiallyDeferred,
      boolean inherited)
      implements StoredConstraint, StoredConstraintForeignKeyBuilder.With {

    public ForeignKey {
      columns = List.copyOf(columns);
      referencedColumns = List.copyOf(referencedColumns);
      onDeleteColumns = List.copyOf(onDeleteColumns);
    }

    @Override
    public Set<ObjectId> references() {
      return Set.of(referencedTable);
    }
  }
}
