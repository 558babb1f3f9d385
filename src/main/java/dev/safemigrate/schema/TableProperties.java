package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * What a table has besides columns and constraints.
 *
 * @param accessMethod as written; empty for the default
 * @param options storage parameters by folded name
 * @param ofType the composite type of a typed table
 * @param onCommit DROP, DELETE ROWS or PRESERVE ROWS of a temporary table
 * @param foreignServer of a foreign table
 */
@RecordBuilder
public record TableProperties(
    Optional<String> accessMethod,
    Optional<String> tablespace,
    Map<String, String> options,
    boolean rowSecurity,
    boolean forceRowSecurity,
    AlterTableAction.ReplicaIdentity replicaIdentity,
    Optional<String> replicaIndex,
    Optional<String> clusteredOn,
    Optional<ObjectId> ofType,
    Optional<String> onCommit,
    Optional<String> foreignServer,
    Optional<String> owner)
    implements TablePropertiesBuilder.With {

  public TableProperties {
    options = Map.copyOf(options);
  }

  /** What a table has when nothing is written. */
  public static final TableProperties DEFAULT =
      new TableProperties(
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          false,
          false,
          AlterTableAction.ReplicaIdentity.DEFAULT,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  TableProperties withRowSecurity(boolean newRowSecurity, boolean newForceRowSecurity) {
    return TablePropertiesBuilder.builder(this)
        .rowSecurity(newRowSecurity)
        .forceRowSecurity(newForceRowSecurity)
        .build();
  }

  TableProperties withReplicaIdentity(
      AlterTableAction.ReplicaIdentity newReplicaIdentity, Optional<String> newReplicaIndex) {
    return TablePropertiesBuilder.builder(this)
        .replicaIdentity(newReplicaIdentity)
        .replicaIndex(newReplicaIndex)
        .build();
  }
}
