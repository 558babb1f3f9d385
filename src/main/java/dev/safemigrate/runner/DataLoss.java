package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a statement destroys that no script brings back: rows and values, not definitions. */
final class DataLoss {

  private static final Set<ObjectType> DEFINED_BY_A_QUERY =
      EnumSet.of(ObjectType.VIEW, ObjectType.MATERIALIZED_VIEW);

  /** Whatever else is dropped without CASCADE, the server refuses while rows depend on it. */
  private static final Set<ObjectType> WITH_CONTENT =
      EnumSet.of(
          ObjectType.TABLE, ObjectType.FOREIGN_TABLE, ObjectType.SEQUENCE, ObjectType.EXTENSION);

  private DataLoss() {}

  /** Each as a user names it. */
  static List<String> of(AnalysedStatement statement) {
    if (statement.statement() instanceof Drop drop && isDefinition(drop)) {
      return List.of();
    }
    return statement.effects().dataLoss();
  }

  private static boolean isDefinition(Drop drop) {
    return DEFINED_BY_A_QUERY.contains(drop.objectType())
        || (!drop.cascade() && !WITH_CONTENT.contains(drop.objectType()));
  }
}
