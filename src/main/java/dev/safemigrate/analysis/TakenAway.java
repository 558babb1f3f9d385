package dev.safemigrate.analysis;

import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.schema.SchemaState;
import java.util.EnumSet;
import java.util.HashMap;
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
 * @param served older columns that those work with and that the contract leaves
 * @param servesUnknown whether of one of those it is not known what it works with
 */
record TakenAway(
    Set<String> objects,
    Map<String, String> labels,
    Set<String> ownObjects,
    Set<String> served,
    boolean servesUnknown) {

  private static final Set<Breakage.Kind> HARM =
      EnumSet.of(
          Breakage.Kind.READS, Breakage.Kind.WRITES, Breakage.Kind.LOSS, Breakage.Kind.INVARIANT);

  /**
   * Reads the statements that are found to do harm and are not acknowledged.
   *
   * @param expands the migrations that it is the contract of, as far as they are read
   * @param schema where names without a schema are, unless a file says otherwise
   */
  static TakenAway of(
      AnalysedMigration contract, List<AnalysedMigration> expands, SchemaState schema) {
    OwnObjects created = OwnObjects.of(expands, contract, schema);
    Set<String> gone = new TreeSet<>();
    Set<String> served = new TreeSet<>();
    boolean servesUnknown = false;
    Set<String> objects = new TreeSet<>();
    Map<String, String> labels = new HashMap<>();
    Set<String> own = new TreeSet<>();
    for (AnalysedStatement statement : contract.statements()) {
      statement.effects().breaks().stream().map(Breakage::object).forEach(gone::add);
      if (!asksForProof(statement)) {
        continue;
      }
      boolean isOwn = isOwn(statement.statement(), created);
      Set<String> into = isOwn ? own : objects;
      List<String> harmed =
          statement.effects().breaks().stream()
              .filter(breakage -> HARM.contains(breakage.kind()))
              .map(Breakage::object)
              .toList();
      for (String object : harmed) {
        into.add(object);
        if (isOwn) {
          Set<String> columns = created.servedBy(object);
          served.addAll(columns);
          servesUnknown |= columns.isEmpty();
        }
        label(statement.statement()).ifPresent(label -> labels.put(object, label));
      }
    }
    served.removeAll(gone);
    return new TakenAway(objects, labels, own, served, servesUnknown);
  }

  private static Optional<String> label(Statement statement) {
    return statement instanceof AlterEnum change ? change.oldLabel() : Optional.empty();
  }

  private static boolean asksForProof(AnalysedStatement statement) {
    return statement.findings().stream()
        .filter(finding -> !finding.acknowledged())
        .anyMatch(finding -> finding.classification() != Classification.SAFE);
  }

  private static boolean isOwn(Statement statement, OwnObjects created) {
    return statement instanceof Drop drop
        && !drop.cascade()
        && drop.objects().stream().allMatch(created::contain);
  }
}
