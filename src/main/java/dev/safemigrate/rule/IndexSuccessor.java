package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Index;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether nobody misses a unique index once a later statement of its transaction has run: another
 * one on the same columns comes, since ON CONFLICT finds no other (manual, "INSERT"), or a column
 * of it goes, which is told there.
 */
final class IndexSuccessor implements Predicate<Statement> {

  private final SchemaVocabulary context;
  private final Index before;
  private final Set<String> columns;

  IndexSuccessor(SchemaVocabulary context, Index before) {
    this.context = context;
    this.before = before;
    this.columns = Set.copyOf(before.keyColumns());
  }

  @Override
  public boolean test(Statement later) {
    if (later instanceof CreateIndex index) {
      return isOwn(index.table().name()) && isLike(index);
    }
    if (later instanceof Drop drop && drop.objectType() == ObjectType.TABLE) {
      return drop.objects().stream().anyMatch(object -> isOwn(object.name()));
    }
    return later instanceof AlterTable alter
        && isOwn(alter.relation().name())
        && alter.actions().stream().anyMatch(this::isLikeOrDropsColumn);
  }

  private boolean isOwn(QualifiedName table) {
    return context.table(table).filter(known -> known.id().equals(before.table())).isPresent();
  }

  private boolean isLike(CreateIndex index) {
    List<Optional<String>> keys = index.columns().stream().map(IndexColumn::column).toList();
    return index.unique()
        && index.where().isEmpty()
        && keys.stream().allMatch(Optional::isPresent)
        && covers(
            keys.stream().flatMap(Optional::stream).collect(Collectors.toSet()),
            index.nullsNotDistinct());
  }

  private boolean isLikeOrDropsColumn(AlterTableAction action) {
    if (action instanceof AlterTableAction.DropColumn drop) {
      return before.columns().contains(drop.column());
    }
    return action instanceof AlterTableAction.AddConstraint add
        && add.constraint() instanceof Constraint.Key key
        && key.usingIndex().isEmpty()
        && !key.attributes().deferrable()
        && covers(Set.copyOf(key.columns()), key.nullsNotDistinct() || key.primary());
  }

  private boolean covers(Set<String> keys, boolean nullsToo) {
    return !before.hasExpressions()
        && keys.equals(columns)
        && (nullsToo || !before.nullsNotDistinct());
  }
}
