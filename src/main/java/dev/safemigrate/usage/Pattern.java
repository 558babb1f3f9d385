package dev.safemigrate.usage;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a file is searched for.
 *
 * @param table spellings that must occur too; empty where none has to
 * @param name spellings of the object
 * @param texts characters that count as they stand
 */
record Pattern(Set<NameForms> table, Set<NameForms> name, List<String> texts) {

  /** How many lines are worth telling. */
  static final int MOST_LINES = 20;

  private static final String IDENTIFIER = "[\\p{L}_][\\p{L}\\p{N}_]*";

  /** Classes that lend their columns to the tables of others. */
  private static final Set<String> SHARED = Set.of("MappedSuperclass", "Embeddable");

  static Pattern ofObject(String object) {
    List<String> parts = List.of(object.split("\\."));
    if (parts.size() > 3 || !parts.stream().allMatch(part -> part.matches(IDENTIFIER))) {
      // Quotes make names of anything: those are written as they are, or not at all.
      return new Pattern(Set.of(), Set.of(), List.of(last(parts)));
    }
    Set<NameForms> table = NameForms.ofTable(parts.size() > 1 ? parts.get(1) : parts.get(0));
    return parts.size() > 2
        ? new Pattern(table, Set.of(new NameForms(last(parts))), List.of())
        : new Pattern(Set.of(), table, List.of());
  }

  static Pattern ofLabel(String label) {
    String constant = label.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
    return new Pattern(Set.of(), Set.of(), List.of("'" + label + "'", '"' + label + '"', constant));
  }

  private static String last(List<String> parts) {
    return parts.get(parts.size() - 1);
  }

  /** The lines that name the object, in order. */
  List<Integer> lines(SourceText text, int most) {
    Set<Integer> lines = new TreeSet<>();
    for (String characters : texts) {
      text.lineOf(characters).ifPresent(lines::add);
    }
    if (!name.isEmpty()) {
      boolean[] namesTable = {table.isEmpty()};
      text.words(
          (word, line) -> {
            namesTable[0] |= SHARED.contains(word) || isOneOf(table, word);
            if (isOneOf(name, word)) {
              lines.add(line);
            }
          });
      if (!namesTable[0]) {
        return List.of();
      }
    }
    return lines.stream().limit(most).toList();
  }

  private static boolean isOneOf(Set<NameForms> forms, String word) {
    for (NameForms form : forms) {
      if (form.isNamedBy(word)) {
        return true;
      }
    }
    return false;
  }
}
