package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.ast.ServerVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases of our own, measured when the test runs: {@code probes.sql} beside this class.
 *
 * <p>A line {@code -- case: name} begins one, and its last paragraph is the statement that is
 * measured; what stands before is committed first.
 */
class EffectsAgainstServerIT {

  private static final String ONLY = System.getProperty("probes.only", "");

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void predictionsAgreeWithTheServer(int version) throws IOException, SQLException {
    ObjectMapper json = new ObjectMapper();
    ConformanceScore score = new ConformanceScore();
    List<String> mismatches = new ArrayList<>();
    try (StatementProbe probe = new StatementProbe(version)) {
      for (String text : cases()) {
        String name = text.lines().findFirst().orElseThrow().strip();
        if (!name.contains(ONLY)) {
          continue;
        }
        String body = text.substring(text.indexOf('\n') + 1).strip();
        int last = body.lastIndexOf("\n\n");
        String setup = last < 0 ? "" : body.substring(0, last);
        String statement = body.substring(Math.max(0, last)).strip();
        ObjectNode node = json.createObjectNode();
        node.put("id", name).put("setup", setup).put("statement", statement);
        ObjectNode result = probe.measure(setup, statement);
        new MeasuredCase(node)
            .compare(new ServerVersion(version), result, score)
            .forEach(difference -> mismatches.add(version + " " + name + ": " + difference));
      }
    }
    System.out.println(version + ": " + score);
    mismatches.forEach(System.out::println);
    assertThat(score.problems()).isEmpty();
    // What is refused for the value of a literal, the type of an expression or a file is not told.
    assertThat(mismatches).allMatch(difference -> difference.contains(": refused "));
  }

  private static List<String> cases() throws IOException {
    try (InputStream in = EffectsAgainstServerIT.class.getResourceAsStream("probes.sql")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> cases = new ArrayList<>(List.of(text.split("(?m)^-- case: ")));
      cases.remove(0);
      return cases;
    }
  }
}
