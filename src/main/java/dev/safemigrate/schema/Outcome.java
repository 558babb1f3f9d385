package dev.safemigrate.schema;

import java.util.List;
import java.util.Optional;

/**
 * What a statement makes of the schema.
 *
 * @param state the state behind it: the one before it when it is refused
 * @param refusal set when the server is certain to refuse it
 * @param created objects that it creates, in order
 * @param dropped objects that it drops, those that go along with CASCADE or by themselves too, as
 *     they were before it
 * @param altered numbers of objects that were there before and changed
 */
public record Outcome(
    SchemaState state,
    Optional<Refusal> refusal,
    List<SchemaObject> created,
    List<SchemaObject> dropped,
    List<ObjectId> altered) {

  public Outcome {
    created = List.copyOf(created);
    dropped = List.copyOf(dropped);
    altered = List.copyOf(altered);
  }
}
