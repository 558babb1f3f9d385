package dev.safemigrate.effect;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sequences that an expression names as text, as in {@code nextval('app.orders_id_seq')}. */
final class SequenceUse {

  private static final Pattern CALL =
      Pattern.compile("\\b(nextval|currval|setval)\\s*\\(\\s*'([^']+)'", Pattern.CASE_INSENSITIVE);

  private final Prediction prediction;

  SequenceUse(Prediction prediction) {
    this.prediction = prediction;
  }

  /** A name in a regclass constant is looked up under ACCESS SHARE. */
  void lockNamed(String expression) {
    named(expression).forEach(sequence -> prediction.lock(sequence, LockMode.ACCESS_SHARE));
  }

  /** The sequence that the default of a column calls: of a serial column, the one it owns. */
  void lockDefault(Table table, Column column) {
    if (column.identity().isPresent()) {
      return;
    }
    column.defaultValue().ifPresent(value -> lockNamed(value.text()));
    prediction
        .schema()
        .sequencesOwnedBy(table.id(), column.name())
        .forEach(sequence -> prediction.lock(sequence, LockMode.ACCESS_SHARE));
  }

  /** nextval() and setval() write to the sequence (init_sequence() of sequence.c). */
  void lockUsed(String expression) {
    named(expression).forEach(sequence -> prediction.lock(sequence, LockMode.ROW_EXCLUSIVE));
  }

  private List<Relation> named(String expression) {
    Matcher matcher = CALL.matcher(expression);
    java.util.ArrayList<Relation> found = new java.util.ArrayList<>();
    while (matcher.find()) {
      QualifiedName name =
          new QualifiedName(List.of(matcher.group(2).replace("\"", "").split("\\.")));
      prediction.schema().find(name).filter(Sequence.class::isInstance).ifPresent(found::add);
    }
    return found;
  }
}
