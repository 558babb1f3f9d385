package dev.safemigrate.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What messages and pages tell people to run is there to be run. */
class NamedGoalsExistTest {

  private static final Pattern GOAL = Pattern.compile("(?<!-- )\\bmigrate:([a-z]+(?:-[a-z]+)*)\\b");

  /** The same spelling, but a comment in a migration that speaks to the plugin or to dbmate. */
  private static final Set<String> DIRECTIVES =
      Set.of(
          "allow",
          "allow-file",
          "idempotent",
          "phase",
          "contract-of",
          "backfill",
          "verify",
          "transaction",
          "up",
          "down");

  private static final String NOT_YET = "## What is not there yet";

  @Test
  void everyGoalThatIsNamedExists() throws IOException {
    Set<String> known =
        PluginDescriptor.read().goals().stream()
            .map(PluginDescriptor.Goal::name)
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(DIRECTIVES);
    Set<String> unknown = new TreeSet<>();
    for (Path file : files()) {
      String text = Files.readString(file);
      int notYet = text.indexOf(NOT_YET);
      Matcher goal = GOAL.matcher(notYet < 0 ? text : text.substring(0, notYet));
      while (goal.find()) {
        if (!known.contains(goal.group(1))) {
          unknown.add(file + " names migrate:" + goal.group(1));
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src", "main"));
        Stream<Path> pages = Files.walk(Path.of("docs"))) {
      return Stream.concat(Stream.concat(sources, pages), Stream.of(Path.of("README.md")))
          .filter(file -> file.toString().matches(".*\\.(java|jte|md)"))
          .toList();
    }
  }
}
