package dev.safemigrate.effect;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.View;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Statements that are analysed and rewritten but neither planned nor run: those of PREPARE and of
 * SQL functions when they are created. The relations that they name and those behind views are
 * locked to the end of the transaction (parserOpenTable() of parse_relation.c,
 * AcquireRewriteLocks() of rewriteHandler.c); partitions, children and indexes are not.
 */
final class AnalysedStatements {

  private final Prediction prediction;
  private final Set<ObjectId> visited = new HashSet<>();

  AnalysedStatements(Prediction prediction) {
    this.prediction = prediction;
  }

  void lock(List<Statement> statements) {
    statements.forEach(statement -> StatementText.of(statement).ifPresent(this::lock));
  }

  private void lock(String text) {
    QueryFacts facts = prediction.reader().query(text);
    Optional<List<String>> rowLocks = new QueryText(text).rowLocks();
    LockMode reading = rowLocks.isPresent() ? LockMode.ROW_SHARE : LockMode.ACCESS_SHARE;
    facts.reads().forEach(name -> lock(name, reading));
    facts.writes().forEach(name -> lock(name, LockMode.ROW_EXCLUSIVE));
  }

  private void lock(QualifiedName name, LockMode mode) {
    prediction.schema().find(name).ifPresent(relation -> lock(relation, mode));
  }

  private void lock(Relation relation, LockMode mode) {
    prediction.lock(relation, mode);
    if (relation instanceof View view && !view.materialized() && visited.add(view.id())) {
      for (ObjectId used : view.uses()) {
        if (prediction.schema().exists(used)
            && prediction.schema().object(used) instanceof Relation below) {
          lock(below, mode);
        }
      }
    }
  }
}
