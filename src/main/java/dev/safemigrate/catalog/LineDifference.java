package dev.safemigrate.catalog;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two texts differ, by their longest common subsequence. */
final class LineDifference {

  private LineDifference() {}

  /**
   * Marks lines that are only in the first text with a minus and those only in the second with a
   * plus. The first line leads the others when the texts share it, to say what they belong to.
   */
  static List<String> between(List<String> before, List<String> after) {
    if (before.equals(after)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    if (!before.isEmpty() && !after.isEmpty() && before.get(0).equals(after.get(0))) {
      lines.add("  " + before.get(0));
    }
    int[][] common = commonLengths(before, after);
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        i++;
        j++;
      } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + before.get(i++));
      } else {
        lines.add("+ " + after.get(j++));
      }
    }
    return lines;
  }

  /** How many lines the rests of both texts have in common from each pair of positions on. */
  private static int[][] commonLengths(List<String> before, List<String> after) {
    int[][] lengths = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        lengths[i][j] =
            before.get(i).equals(after.get(j))
                ? lengths[i + 1][j + 1] + 1
                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    return lengths;
  }
}
