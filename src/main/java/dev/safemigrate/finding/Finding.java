package dev.safemigrate.finding;

import dev.safemigrate.text.Span;
import java.util.List;

/**
 * What one rule says about one place of a script.
 *
 * @param rule the rule's identity
 * @param span the place, in the script of the statement
 * @param classification the class that the statement has at least; {@code safe} for advice
 * @param message what happens, to which relation, for how long, with the lock in parentheses
 * @param remedy what to write instead
 * @param related other places that explain it, in reading order
 */
public record Finding(
    RuleInfo rule,
    Span span,
    Classification classification,
    String message,
    Remedy remedy,
    List<Related> related) {

  public Finding {
    related = List.copyOf(related);
    if (classification.compareTo(rule.worst()) > 0) {
      throw new IllegalStateException(
          "%s finds %s, but says that %s is its worst"
              .formatted(rule.id(), classification, rule.worst()));
    }
  }

  public Finding(RuleInfo rule, Span span, String message, Remedy remedy) {
    this(rule, span, rule.worst(), message, remedy, List.of());
  }

  public Finding withClassification(Classification other) {
    return new Finding(rule, span, other, message, remedy, related);
  }

  public Finding withRemedy(Remedy other) {
    return new Finding(rule, span, classification, message, other, related);
  }

  public Finding withRelated(List<Related> places) {
    return new Finding(rule, span, classification, message, remedy, places);
  }

  /**
   * Another place that matters.
   *
   * @param file empty for the finding's own file
   * @param span the place
   * @param message what is there
   */
  public record Related(String file, Span span, String message) {}
}
