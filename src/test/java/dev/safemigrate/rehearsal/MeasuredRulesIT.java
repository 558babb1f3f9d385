package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples on the pages of what only a rehearsal finds. */
class MeasuredRulesIT {

  private static final Pattern FENCE = Pattern.compile("(?ms)^```sql (bad|good)\n(.*?)^```$");
  private static final String ORDERS =
      "CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(20), placed timestamp);";

  static Stream<RuleInfo> measured() {
    return Rules.MEASURED.stream();
  }

  @ParameterizedTest
  @MethodSource("measured")
  void badExamplesHaveTheFinding(RuleInfo rule) throws Exception {
    List<String> examples = examples(rule, "bad");
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThat(found(example)).as(example).contains(rule.id());
    }
  }

  @ParameterizedTest
  @MethodSource("measured")
  void goodExamplesHaveNone(RuleInfo rule) throws Exception {
    List<String> examples = examples(rule, "good");
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThat(found(example)).as(example).isEmpty();
    }
  }

  /** One example depends on the zone of the session, which the driver takes from the platform. */
  private static Set<String> found(String example) throws Exception {
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    try {
      return rehearsed(example);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  private static Set<String> rehearsed(String example) throws Exception {
    return new RehearsedProject(18)
        .file("V1__orders.sql", ORDERS)
        .file("V2__example.sql", example)
        .applied(1)
        .rows(10)
        .rehearse()
        .analysis()
        .findings()
        .map(finding -> finding.rule())
        .filter(Rules.MEASURED::contains)
        .map(RuleInfo::id)
        .collect(Collectors.toSet());
  }

  private static List<String> examples(RuleInfo rule, String kind) throws IOException {
    return FENCE
        .matcher(Files.readString(Path.of("docs/rules", rule.id() + ".md")))
        .results()
        .filter(fence -> fence.group(1).equals(kind))
        .map(fence -> fence.group(2))
        .toList();
  }
}
