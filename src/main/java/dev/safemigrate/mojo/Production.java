package dev.safemigrate.mojo;

import dev.safemigrate.analysis.Releases;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of production.
 *
 * @param applied which migrations ran there
 * @param sizes of its relations, if its database was asked
 * @param version of its server, if it was asked
 * @param releases that applied migrations came with
 */
record Production(
    Applied applied,
    Map<RelationName, RelationSize> sizes,
    Optional<ServerVersion> version,
    Releases releases) {

  Production {
    sizes = Map.copyOf(sizes);
  }

  /** Production that nobody has asked. */
  static Production notAsked(Applied applied) {
    return new Production(applied, Map.of(), Optional.empty(), Releases.UNKNOWN);
  }

  /** The same with another word about what is applied. */
  Production with(Applied other) {
    return new Production(other, sizes, version, releases);
  }
}
