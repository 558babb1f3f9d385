package dev.safemigrate.effect;

import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Privilege;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** GRANT and REVOKE of privileges on objects. */
final class GrantEffects {

  private static final Set<String> NOT_OF_RELATIONS =
      Set.of("EXECUTE", "CREATE", "CONNECT", "TEMPORARY", "TEMP");

  private final Prediction prediction;

  GrantEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  /** GRANT and REVOKE lock no relation until 17; 18 looks them up under ACCESS SHARE. */
  void grant(Grant statement) {
    boolean relations =
        statement.objectType() == ObjectType.TABLE || statement.objectType() == ObjectType.SEQUENCE;
    if (relations && !statement.allInSchema()) {
      for (ObjectReference object : statement.objects()) {
        Optional<Relation> relation = prediction.relation(object.name(), false);
        relation.ifPresent(r -> privileges(statement, r));
        if (prediction.atLeast(18)) {
          relation.ifPresent(r -> prediction.lock(r, LockMode.ACCESS_SHARE));
        }
        if (statement.revoke()) {
          relation.ifPresent(
              r ->
                  prediction
                      .out()
                      .breaks(
                          Breakage.Kind.READS,
                          r.name().toString(),
                          "Statements of those who lose the privilege fail."));
        }
      }
    }
  }

  /** ExecGrant_Relation() and ExecGrant_Attribute() of aclchk.c. */
  private void privileges(Grant statement, Relation relation) {
    if (relation.assumed()) {
      return;
    }
    boolean sequence = relation.kind() == RelationKind.SEQUENCE;
    boolean unfit = relation.kind().isIndex() || relation.kind() == RelationKind.COMPOSITE_TYPE;
    if (unfit || statement.objectType() == ObjectType.SEQUENCE && !sequence) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "%s does not have such privileges", relation.name());
    }
    for (Privilege privilege : statement.privileges()) {
      String name = privilege.name().toUpperCase(Locale.ROOT);
      if (NOT_OF_RELATIONS.contains(name) || name.equals("USAGE") && !sequence) {
        prediction.fail("0LP01", "%s is no privilege of a relation", name);
      }
      privilege
          .columns()
          .forEach(column -> new ObjectExistence(prediction).requireColumn(relation, column));
    }
  }
}
