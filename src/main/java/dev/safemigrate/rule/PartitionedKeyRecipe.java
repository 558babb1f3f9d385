package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a unique constraint or primary key comes to a partitioned table without building its indexes
 * under a lock.
 *
 * <p>ADD CONSTRAINT ON ONLY the parent is an invalid index without parts; each partition builds its
 * own CONCURRENTLY and makes it a constraint, since the index of a constraint takes no other parts;
 * with the last part attached the parent's index is valid (manual, 5.12.2.2 and ALTER INDEX).
 */
final class PartitionedKeyRecipe {

  /** Above it the text says what to do for each. */
  private static final int MOST_PARTITIONS = 50;

  private static final String TEXT =
      "Add the constraint to ONLY the partitioned table; on each partition build the unique index"
          + " CONCURRENTLY and make it the partition's constraint; then attach the parts.";

  private final StatementContext context;
  private final Constraint.Key key;
  private final List<Remedy.File> files = new ArrayList<>();
  private final List<Remedy.File> attachments = new ArrayList<>();

  private PartitionedKeyRecipe(StatementContext context, Constraint.Key key) {
    this.context = context;
    this.key = key;
  }

  /** The files for a key that the statement adds to a partitioned table; words for too many. */
  static Remedy remedy(StatementContext context, AlterTable alter, Constraint.Key key) {
    QualifiedName table = alter.relation().name();
    int partitions = context.partitionsOf(table).size();
    Optional<Table> parent = context.table(table);
    if (parent.isEmpty() || partitions == 0 || partitions > MOST_PARTITIONS) {
      return Remedy.of(TEXT);
    }
    PartitionedKeyRecipe recipe = new PartitionedKeyRecipe(context, key);
    recipe.write(table, parent.get());
    return new Remedy(TEXT, recipe.files);
  }

  private void write(QualifiedName table, Table parent) {
    if (key.primary()) {
      // Without them ADD PRIMARY KEY is refused ON ONLY the parent, and reads all rows without it.
      List<String> nullable =
          key.columns().stream().filter(column -> !context.isNotNull(table, column)).toList();
      if (!nullable.isEmpty()) {
        files.addAll(NotNullRecipe.remedy(context, table, nullable).files());
      }
    }
    String name = ConstraintSql.name(context, table, key);
    String add = addToOnly(context.name(table), name);
    files.add(files.isEmpty() ? Remedy.File.inPlace(add) : Remedy.File.transaction(add));
    build(parent, context.beside(table, name));
    files.addAll(attachments);
  }

  /** The partitions' indexes, each with the statements that make it a part of the parent's. */
  private void build(Table parent, String parentIndex) {
    for (Table partition : context.schema().partitions(parent.id())) {
      Optional<String> present = present(partition);
      String name = present.orElseGet(() -> freeName(partition));
      String table = context.name(partition.name());
      String index = SqlNames.quote(new RelationName(partition.name().schema(), name));
      String attach = "ALTER INDEX %s ATTACH PARTITION %s".formatted(parentIndex, index);
      if (present.isPresent()) {
        attachments.add(Remedy.File.transaction(attach));
      } else if (partition.kind() == RelationKind.PARTITIONED_TABLE) {
        files.add(Remedy.File.transaction(addToOnly(table, name)));
        build(partition, index);
        attachments.add(Remedy.File.transaction(attach));
      } else {
        files.add(Remedy.File.outsideTransaction(KeyRecipe.uniqueIndex(context, key, name, table)));
        // One partition in a transaction: its lock is not held while another one's is waited for.
        attachments.add(
            Remedy.File.transaction(
                KeyRecipe.useIndex("ALTER TABLE " + table, key, name, name), attach));
      }
    }
  }

  private String addToOnly(String table, String name) {
    return "ALTER TABLE ONLY %s ADD CONSTRAINT %s %s"
        .formatted(table, SqlNames.quote(name), ConstraintSql.body(context, key));
  }

  /** An equal key that the partition has already, which ADD CONSTRAINT would take as well. */
  private Optional<String> present(Table partition) {
    return context.schema().indexes(partition.id()).stream()
        .filter(index -> index.constraint().isPresent() && index.valid())
        .filter(index -> index.parent().isEmpty() && isEqual(index))
        .map(index -> index.name().name())
        .findFirst();
  }

  private boolean isEqual(Index index) {
    return index.unique()
        && index.primary() == key.primary()
        && index.nullsNotDistinct() == key.nullsNotDistinct()
        && index.keyColumns().equals(key.columns())
        && index.include().equals(key.include());
  }

  /** The name that the server would give it: a number behind it where it is taken. */
  private String freeName(Table partition) {
    RelationName table = partition.name();
    String columns = String.join("_", key.columns());
    for (int number = 0; ; number++) {
      String suffix = (key.primary() ? "pkey" : "key") + (number == 0 ? "" : number);
      String name =
          key.primary()
              ? SqlNames.join(table.name(), suffix)
              : SqlNames.join(table.name(), columns, suffix);
      if (context.schema().find(new RelationName(table.schema(), name)).isEmpty()) {
        return name;
      }
    }
  }
}
