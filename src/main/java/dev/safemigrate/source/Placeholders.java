package dev.safemigrate.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Replaces placeholders in a part of a file and remembers where they stood. */
final class Placeholders {

  /** What is done about a placeholder that has no value. */
  enum Unknown {
    /** It is a problem: the tool would refuse the script. */
    REFUSED,
    /** It stays: the tool itself replaces nothing. */
    KEPT
  }

  private final PlaceholderSettings settings;
  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  Placeholders(PlaceholderSettings settings) {
    this.settings = settings;
    values.putAll(settings.values());
  }

  boolean hasValue(String name) {
    return settings.enabled() && values.containsKey(name);
  }

  /**
   * @param part what is to be read, possibly blanked here and there
   * @param base the offset in the file of the part's first character
   * @param problems takes unknown placeholders
   */
  SqlText replace(
      TextFile file, String part, int base, Unknown unknown, List<SourceProblem> problems) {
    if (!settings.enabled() || !part.contains(settings.prefix())) {
      return new SqlText(file, part, base, List.of());
    }
    StringBuilder text = new StringBuilder(part.length());
    List<SqlText.Replacement> replacements = new ArrayList<>();
    int copied = 0;
    int from = 0;
    while (true) {
      int start = part.indexOf(settings.prefix(), from);
      int nameStart = start + settings.prefix().length();
      int nameEnd = start < 0 ? -1 : endOfName(part, nameStart);
      if (start < 0) {
        break;
      }
      if (nameEnd < 0) {
        from = nameStart;
        continue;
      }
      from = nameEnd + settings.suffix().length();
      String name = part.substring(nameStart, nameEnd).strip();
      String value = values.getOrDefault(name, "");
      if (!values.containsKey(name)) {
        if (unknown == Unknown.REFUSED) {
          problems.add(unknownPlaceholder(file, base + start, part.substring(start, from), name));
        }
        continue;
      }
      text.append(part, copied, start);
      int valueStart = text.length();
      text.append(value);
      replacements.add(
          new SqlText.Replacement(valueStart, text.length(), base + start, base + from));
      copied = from;
    }
    text.append(part, copied, part.length());
    return new SqlText(file, text.toString(), base, replacements);
  }

  /** Where the name ends that begins here; a name does not go over a line. */
  private int endOfName(String part, int nameStart) {
    int end = part.indexOf(settings.suffix(), nameStart);
    int newline = part.indexOf('\n', nameStart);
    boolean sameLine = end >= 0 && (newline < 0 || end < newline);
    return sameLine ? end : -1;
  }

  private SourceProblem unknownPlaceholder(
      TextFile file, int offset, String placeholder, String name) {
    String message =
        values.isEmpty()
            ? "no value for the placeholder %s, and none are configured"
            : "no value for the placeholder %s; there are values for %s";
    return file.problem(
        SourceProblem.Kind.PLACEHOLDER,
        offset,
        String.format(Locale.ROOT, message, placeholder, String.join(", ", values.keySet()), name));
  }
}
