package dev.safemigrate.source;

import java.util.Map;

/**
 * How placeholders are written and what they stand for.
 *
 * @param enabled whether they are replaced at all
 * @param prefix what begins one
 * @param suffix what ends one
 * @param values value by name, names compared without regard to case as Flyway does
 */
public record PlaceholderSettings(
    boolean enabled, String prefix, String suffix, Map<String, String> values) {

  /** Replaces <code>${name}</code>, with no values given. */
  public static final PlaceholderSettings DEFAULT =
      new PlaceholderSettings(true, "${", "}", Map.of());

  public PlaceholderSettings {
    if (prefix.isEmpty() || suffix.isEmpty()) {
      throw new IllegalArgumentException("a placeholder needs a prefix and a suffix");
    }
    values = Map.copyOf(values);
  }

  /** The same, with these values. */
  public PlaceholderSettings withValues(Map<String, String> newValues) {
    return new PlaceholderSettings(enabled, prefix, suffix, newValues);
  }
}
