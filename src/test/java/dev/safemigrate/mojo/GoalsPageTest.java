package dev.safemigrate.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.mojo.PluginDescriptor.Goal;
import dev.safemigrate.mojo.PluginDescriptor.Parameter;
import dev.safemigrate.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of goals and the list of what users rely on say what the code says. */
class GoalsPageTest {

  @Test
  void pageOfGoalsIsGeneratedFromThePlugin() throws IOException {
    compare(Path.of("docs", "goals.md"), goalsPage(PluginDescriptor.read().goals()));
  }

  @Test
  void everythingUsersRelyOnIsListed() throws IOException {
    compare(Path.of("docs", "contract.txt"), contract(PluginDescriptor.read().goals()));
  }

  @Test
  void everyGoalCanBeSkippedAndEveryParameterIsExplained() throws IOException {
    for (Goal goal : PluginDescriptor.read().goals()) {
      if (goal.name().equals("help")) {
        continue;
      }
      assertThat(goal.parameters()).as(goal.name()).anyMatch(p -> p.name().equals("skip"));
      assertThat(goal.parameters()).as(goal.name()).noneMatch(p -> p.description().isBlank());
    }
  }

  private static void compare(Path file, String expected) throws IOException {
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as("%s is out of date; mvn test -Dtest=GoalsPageTest -Dgolden=update writes it", file)
        .isEqualTo(expected);
  }

  private static String goalsPage(List<Goal> goals) {
    StringBuilder page = new StringBuilder("# Goals and parameters\n\n");
    page.append(
            "Generated from the plugin. A parameter is set in `<configuration>` by its name, or")
        .append(" on the command line by its\nproperty.\n\n| goal | phase | what it does |\n")
        .append("|---|---|---|\n");
    for (Goal goal : goals) {
      page.append(
          "| [`migrate:%s`](#migrate%s) | %s | %s |\n"
              .formatted(
                  goal.name(), goal.name(), phase(goal), cell(firstSentence(goal.description()))));
    }
    goals.forEach(goal -> append(page, goal));
    return page.toString();
  }

  private static void append(StringBuilder page, Goal goal) {
    page.append("\n## migrate:%s\n\n%s\n".formatted(goal.name(), escaped(goal.description())));
    if (goal.parameters().isEmpty()) {
      return;
    }
    page.append("\n| parameter | property | default | meaning |\n|---|---|---|---|\n");
    for (Parameter parameter : goal.parameters()) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  parameter.name(),
                  code(parameter.property()),
                  code(parameter.defaultValue()),
                  cell(parameter.description())));
    }
  }

  private static String contract(List<Goal> goals) {
    StringBuilder list = new StringBuilder();
    for (Goal goal : goals) {
      list.append("goal ").append(goal.name()).append(' ').append(phase(goal)).append('\n');
      for (Parameter parameter : goal.parameters()) {
        list.append("  ")
            .append(parameter.name())
            .append(' ')
            .append(parameter.type())
            .append(parameter.property().isEmpty() ? "" : " " + parameter.property())
            .append(parameter.defaultValue().isEmpty() ? "" : " = " + parameter.defaultValue())
            .append('\n');
      }
    }
    Rules.ALL.forEach(rule -> list.append("rule ").append(rule.info().id()).append('\n'));
    return list.toString();
  }

  private static String phase(Goal goal) {
    return goal.phase().isEmpty() ? "–" : goal.phase();
  }

  private static String firstSentence(String description) {
    int end = description.indexOf(". ");
    return end < 0 ? description : description.substring(0, end + 1);
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static String cell(String text) {
    return escaped(text).replace("\n", " ").replace("|", "\\|");
  }

  private static String escaped(String text) {
    return text.replace("<", "&lt;");
  }
}
