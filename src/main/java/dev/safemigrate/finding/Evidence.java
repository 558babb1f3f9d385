package dev.safemigrate.finding;

import java.util.List;

/**
 * What is known about an object that a contract step removes or tightens.
 *
 * @param object as {@link dev.safemigrate.effect.Breakage#object()} names it: {@code
 *     public.orders.total}
 * @param expandedEarlier its expand and backfill are applied and came in an earlier release
 * @param verified the verification holds, or none is needed
 * @param unused nothing in the project's code names it any more
 * @param facts what was looked at and found, in sentences
 */
public record Evidence(
    String object, boolean expandedEarlier, boolean verified, boolean unused, List<String> facts) {

  public Evidence {
    facts = List.copyOf(facts);
  }

  /** Whether the object may go without harm to the version that is still running. */
  public boolean complete() {
    return expandedEarlier && verified && unused;
  }

  /** Whether it speaks about the object of a breakage, or about what the object is part of. */
  public boolean covers(String broken) {
    return broken.equals(object) || broken.startsWith(object + ".");
  }
}
