package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterPublication;
import dev.safemigrate.ast.CreatePublication;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.PublicationObject;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/** CREATE and ALTER PUBLICATION (publicationcmds.c). */
final class PublicationEffects {

  private final Prediction prediction;

  PublicationEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  void create(CreatePublication statement) {
    if (prediction.schema().publication(statement.name()).isPresent()) {
      prediction.fail(Prediction.DUPLICATE_OBJECT, "publication %s exists", statement.name());
    }
    publish(statement.objects(), true, !throughRoot(statement.options()));
  }

  private static boolean throughRoot(List<Option> options) {
    return options.stream()
        .anyMatch(
            option ->
                option.name().equalsIgnoreCase("publish_via_partition_root")
                    && option.value().filter(Explains::isOff).isEmpty());
  }

  void alter(AlterPublication statement) {
    if (prediction.schema().publication(statement.name()).isEmpty()
        && prediction.schema().complete()) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT, "publication %s does not exist", statement.name());
    }
    // Whether the publication was made to go through the roots of partitions is not kept.
    publish(statement.objects(), statement.change() != AlterPublication.Change.DROP, false);
    if (statement.change() == AlterPublication.Change.SET) {
      prediction
          .schema()
          .publication(statement.name())
          .ifPresent(
              publication ->
                  publication
                      .tables()
                      .forEach(
                          entry ->
                              prediction.lock(
                                  prediction.schema().relation(entry.table()),
                                  LockMode.SHARE_UPDATE_EXCLUSIVE)));
    }
  }

  /** OpenTableList() of publicationcmds.c: SHARE UPDATE EXCLUSIVE on each table. */
  private void publish(List<PublicationObject> objects, boolean adds, boolean byPartition) {
    for (PublicationObject object : objects) {
      if (!(object instanceof PublicationObject.Table published)) {
        continue;
      }
      Optional<Relation> found = prediction.relation(published.table().name(), false);
      if (found.isEmpty()) {
        continue;
      }
      Relation relation = found.get();
      prediction.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE);
      if (relation instanceof Table table
          && !published.table().only()
          && table.partitionKey().isEmpty()) {
        prediction
            .schema()
            .descendants(table.id())
            .forEach(child -> prediction.lock(child, LockMode.SHARE_UPDATE_EXCLUSIVE));
      }
      boolean filtered = published.where().isPresent() || !published.columns().isEmpty();
      boolean partitioned = relation.kind() == RelationKind.PARTITIONED_TABLE;
      if (filtered && partitioned && byPartition) {
        prediction.fail(
            Prediction.INVALID_PARAMETER,
            "%s is published through its partitions, which no filter is for",
            relation.name());
      }
      published
          .columns()
          .forEach(column -> new ObjectExistence(prediction).requireColumn(relation, column));
      boolean wrongKind = !(relation instanceof Table) && !relation.assumed();
      boolean notLogged = relation.persistence() != PersistenceKind.PERMANENT;
      if (adds && (wrongKind || notLogged)) {
        prediction.fail(Prediction.INVALID_PARAMETER, "%s cannot be replicated", relation.name());
      }
    }
  }
}
