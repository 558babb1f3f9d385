package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction;
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
    Optional<String> owner) {

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

  TableProperties withAccessMethod(Optional<String> newAccessMethod) {
    return new TableProperties(
        newAccessMethod,
        tablespace,
        options,
        rowSecurity,
        forceRowSecurity,
        replicaIdentity,
        replicaIndex,
        clusteredOn,
        ofType,
        onCommit,
        foreignServer,
        owner);
  }

  TableProperties withTablespace(Optional<String> newTablespace) {
    return new TableProperties(
        accessMethod,
        newTablespace,
        options,
        rowSecurity,
        forceRowSecurity,
        replicaIdentity,
        replicaIndex,
        clusteredOn,
        ofType,
        onCommit,
        foreignServer,
        owner);
  }

  TableProperties withOptions(Map<String, String> newOptions) {
    return new TableProperties(
        accessMethod,
        tablespace,
        newOptions,
        rowSecurity,
        forceRowSecurity,
        replicaIdentity,
        replicaIndex,
        clusteredOn,
        ofType,
        onCommit,
        foreignServer,
        owner);
  }

  TableProperties withRowSecurity(boolean newRowSecurity, boolean newForceRowSecurity) {
    return new TableProperties(
        accessMethod,
        tablespace,
        options,
        newRowSecurity,
        newForceRowSecurity,
        replicaIdentity,
        replicaIndex,
        clusteredOn,
        ofType,
        onCommit,
        foreignServer,
        owner);
  }

  TableProperties withReplicaIdentity(
      AlterTableAction.ReplicaIdentity newReplicaIdentity, Optional<String> newReplicaIndex) {
    return new TableProperties(
        accessMethod,
        tablespace,
        options,
        rowSecurity,
        forceRowSecurity,
        newReplicaIdentity,
        newReplicaIndex,
        clusteredOn,
        ofType,
        onCommit,
        foreignServer,
        owner);
  }

  TableProperties withClusteredOn(Optional<String> newClusteredOn) {
    return new TableProperties(
        accessMethod,
        tablespace,
        options,
        rowSecurity,
        forceRowSecurity,
        replicaIdentity,
        replicaIndex,
        newClusteredOn,
        ofType,
        onCommit,
        foreignServer,
        owner);
  }

  TableProperties withOfType(Optional<ObjectId> newOfType) {
    return new TableProperties(
        accessMethod,
        tablespace,
        options,
        rowSecurity,
        forceRowSecurity,
        replicaIdentity,
        replicaIndex,
        clusteredOn,
        newOfType,
        onCommit,
        foreignServer,
        owner);
  }

  TableProperties withOnCommit(Optional<String> newOnCommit) {
    return new TableProperties(
        accessMethod,
        tablespace,
        options,
        rowSecurity,
        forceRowSecurity,
        replicaIdentity,
        replicaIndex,
        clusteredOn,
        ofType,
        newOnCommit,
        foreignServer,
        owner);
  }

  TableProperties withForeignServer(Optional<String> newForeignServer) {
    return new TableProperties(
        accessMethod,
        tablespace,
        options,
        rowSecurity,
        forceRowSecurity,
        replicaIdentity,
        replicaIndex,
        clusteredOn,
        ofType,
        onCommit,
        newForeignServer,
        owner);
  }

  TableProperties withOwner(Optional<String> newOwner) {
    return new TableProperties(
        accessMethod,
        tablespace,
        options,
        rowSecurity,
        forceRowSecurity,
        replicaIdentity,
        replicaIndex,
        clusteredOn,
        ofType,
        onCommit,
        foreignServer,
        newOwner);
  }
}
