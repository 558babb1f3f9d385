package dev.safemigrate.analysis;

import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a contract takes away, as breakages name it.
 *
 * @param objects that the application may know
 * @param labels those of them that are labels of enums, each with the label alone
 * @param ownObjects triggers and functions that its expand has created
 */
record TakenAway(Set<String> objects, Map<String, String> labels, Set<String> ownObjects) {

  private static final Set<Breakage.Kind> HARM =
      EnumSet.of(
          Breakage.Kind.READS, Breakage.Kind.WRITES, Breakage.Kind.LOSS, Breakage.Kind.INVARIANT);

  /**
   * Reads the statements that are found to do harm and are not acknowledged.
   *
   * @param expands the migrations that it is the contract of, as far as they are read
   */
  static TakenAway of(AnalysedMigration contract, List<AnalysedMigration> expands) {
    Set<String> created = new HashSet<>();
    for (AnalysedMigration expand : expands) {
      expand.statements().forEach(statement -> created(statement.statement(), created));
    }
    Set<String> objects = new TreeSet<>();
    Map<String, String> labels = new HashMap<>();
    Set<String> own = new TreeSet<>();
    for (AnalysedStatement statement : contract.statements()) {
      if (!asksForProof(statement)) {
        continue;
      }
      Set<String> into = isOwn(statement.statement(), created) ? own : objects;
      statement.effects().breaks().stream()
          .filter(breakage -> HARM.contains(breakage.kind()))
          .map(Breakage::object)
          .forEach(
              object -> {
                into.add(object);
                label(statement.statement()).ifPresent(label -> labels.put(object, label));
              });
    }
    return new TakenAway(objects, labels, own);
  }

  private static Optional<String> label(Statement statement) {
    return statement instanceof AlterEnum change ? change.oldLabel() : Optional.empty();
  }

  private static boolean asksForProof(AnalysedStatement statement) {
    return statement.findings().stream()
        .filter(finding -> !finding.acknowledged())
        .anyMatch(finding -> finding.classification() != Classification.SAFE);
  }

  private static void created(Statement statement, Set<String> into) {
    if (statement instanceof CreateTrigger trigger && !trigger.replace()) {
      into.add(trigger.table().name() + "." + trigger.name());
    }
    // A function that returns trigger cannot be called (manual, "PL/pgSQL Trigger Functions").
    if (statement instanceof CreateFunction function
        && !function.replace()
        && function.returns().filter(type -> type.name().name().equals("trigger")).isPresent()) {
      into.add(function.name().name());
    }
  }

  private static boolean isOwn(Statement statement, Set<String> created) {
    if (!(statement instanceof Drop drop) || drop.cascade()) {
      return false;
    }
    boolean trigger = drop.objectType() == ObjectType.TRIGGER;
    boolean function = drop.objectType() == ObjectType.FUNCTION;
    return (trigger || function)
        && drop.objects().stream().allMatch(object -> created.contains(name(object)));
  }

  /** Without the schema, which the two files may name or not. */
  private static String name(ObjectReference object) {
    String own = object.name().name();
    return object.relation().map(relation -> relation.name() + "." + own).orElse(own);
  }
}
