package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.rule.Rule;
import dev.safemigrate.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all rules: identity, page, fixtures. */
class RulesTest {

  private static final Path PAGES = Path.of("docs/rules");

  private static final Set<String> OTHER_PAGES = Set.of("README.md", "hazards.md");

  private static final List<String> HEADINGS =
      List.of("## When", "## Effect", "## Do this instead", "## When it is fine", "## Links");

  private static final Pattern FENCE = Pattern.compile("(?ms)^```sql (bad|good)\n(.*?)^```$");

  private static final Set<String> ABOUT_COMMENTS =
      Set.of(Rules.UNUSED_ALLOW.id(), Rules.EXPIRED_ALLOW.id());

  static List<RuleInfo> infos() {
    return Stream.concat(analysed(), Rules.MEASURED.stream())
        .sorted(Comparator.comparing(RuleInfo::id))
        .toList();
  }

  /** Those that the analysis finds; the others' examples are rehearsed by MeasuredRulesIT. */
  private static Stream<RuleInfo> analysed() {
    return Stream.concat(
        Rules.ALL.stream().map(Rule::info), Stream.of(Rules.UNUSED_ALLOW, Rules.EXPIRED_ALLOW));
  }

  static List<String> ids() {
    return analysed().map(RuleInfo::id).sorted().toList();
  }

  @Test
  void idsAreSortedAndUnique() {
    List<String> ids = Rules.ALL.stream().map(rule -> rule.info().id()).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void idAndClassNameAreTheSameWords() {
    assertThat(Rules.ALL)
        .allSatisfy(
            rule -> assertThat(kebab(rule.getClass().getSimpleName())).isEqualTo(rule.info().id()));
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  @Test
  void everyRuleOfThePackageIsListed() {
    Set<String> listed =
        Rules.ALL.stream().map(rule -> rule.getClass().getName()).collect(Collectors.toSet());
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.safemigrate.rule");
    assertThat(
            classes.stream()
                .filter(type -> type.isAssignableTo(Rule.class) && !type.isInterface())
                .map(JavaClass::getName))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @ParameterizedTest
  @MethodSource("infos")
  void titlesAreShortAndWithoutFullStop(RuleInfo info) {
    assertThat(info.title()).hasSizeLessThan(75).doesNotEndWith(".");
  }

  @ParameterizedTest
  @MethodSource("infos")
  void pageHasTheHeadingsInOrder(RuleInfo info) throws IOException {
    String page = page(info.id());
    assertThat(page).startsWith("# " + info.title() + "\n");
    assertThat(page.lines().filter(line -> line.startsWith("## "))).isEqualTo(HEADINGS);
    assertThat(fences(info.id(), "bad")).isNotEmpty();
    assertThat(fences(info.id(), "good")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void badExampleHasThisFindingAndNoOther(String id) throws IOException {
    for (String example : fences(id, "bad")) {
      Set<String> expected = id.equals("expired-allow") ? Set.of(id, "drop-table") : Set.of(id);
      assertThat(rules(example)).as(example).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void goodExampleHasNoFinding(String id) throws IOException {
    for (String example : fences(id, "good")) {
      assertThat(rules(example)).as(example).isEmpty();
    }
  }

  private static Set<String> rules(String example) {
    return Fixture.parse(example)
        .analyse()
        .findings()
        .filter(finding -> !finding.acknowledged())
        .map(finding -> finding.rule().id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void fixturesAreOfBothKinds(String id) throws IOException {
    List<Boolean> expecting = new ArrayList<>();
    try (Stream<Path> files = Files.list(RuleFixturesTest.FIXTURES.resolve(id))) {
      for (Path file : files.toList()) {
        expecting.add(Files.readString(file).contains("-- expect " + id + ":"));
      }
    }
    assertThat(expecting).contains(true, false);
  }

  @Test
  void noPageAndNoFixtureWithoutRule() throws IOException {
    Set<String> known = infos().stream().map(RuleInfo::id).collect(Collectors.toSet());
    try (Stream<Path> pages = Files.list(PAGES);
        Stream<Path> fixtures = Files.list(RuleFixturesTest.FIXTURES)) {
      assertThat(
              pages
                  .map(path -> path.getFileName().toString())
                  .filter(name -> name.endsWith(".md") && !OTHER_PAGES.contains(name))
                  .map(name -> name.substring(0, name.length() - 3)))
          .containsExactlyInAnyOrderElementsOf(known);
      assertThat(fixtures.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(ids());
    }
  }

  @Test
  void catalogueIsFresh() throws IOException {
    Path file = PAGES.resolve("README.md");
    String catalogue = catalogue();
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(file, catalogue);
    }
    assertThat(file).as("mvn test -Dtest=RulesTest -Dgolden=update writes it").exists();
    assertThat(Files.readString(file))
        .as("mvn test -Dtest=RulesTest -Dgolden=update writes it")
        .isEqualTo(catalogue);
  }

  /** A rule whose findings nobody has looked at would pass unseen. */
  @Test
  void qualityPageJudgesEveryRuleOrSaysThatItHasNoHits() throws IOException {
    String page = Files.readString(Path.of("docs/quality.md"));
    String rules = page.split("\n## Rules\n")[1].split("\n## ")[0];
    String[] parts = rules.split("\nNo hit in the projects", 2);
    List<String> judged = names(parts[0], "(?m)^\\| ([a-z0-9-]+) \\| \\d+ \\|");
    List<String> without = names(parts[1].split("\n\n")[0], "`([a-z0-9-]+)`(?=[,;.\\s])");
    assertThat(Stream.concat(judged.stream(), without.stream()).filter(id -> !id.equals("style")))
        .containsExactlyInAnyOrderElementsOf(
            Rules.ALL.stream().map(rule -> rule.info().id()).toList());
  }

  private static List<String> names(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String catalogue() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Rules\n\n")
        .append("Written by `RulesTest`. A finding may raise the class of its statement to the one")
        .append(" named here, never lower it; `safe` is advice.\n")
        .append("[Hazards](hazards.md) tells the other way round which rule finds what.\n\n")
        .append("| rule | what it finds | worst class | since |\n|---|---|---|---|\n");
    for (RuleInfo info : infos()) {
      text.append(
          "| [%s](%s.md) | %s%s | %s | %s |\n"
              .formatted(
                  info.id(),
                  info.id(),
                  info.title(),
                  info.optional() ? " (off unless `style` is on)" : "",
                  info.worst(),
                  info.since()));
    }
    return text.toString();
  }

  private static String page(String id) throws IOException {
    return Files.readString(PAGES.resolve(id + ".md"));
  }

  private static List<String> fences(String id, String kind) throws IOException {
    return FENCE
        .matcher(page(id))
        .results()
        .filter(fence -> fence.group(1).equals(kind))
        .map(fence -> fence.group(2))
        .toList();
  }
}
