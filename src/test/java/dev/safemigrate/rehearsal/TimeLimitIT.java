package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.runner.RunException;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A rehearsal does not go on for ever. */
class TimeLimitIT {

  @Test
  void endsWhatTakesTooLongAndNobodyElse() throws Exception {
    RehearsedProject project =
        new RehearsedProject(18)
            .file("V1__orders.sql", "CREATE TABLE orders (id bigint);")
            .file("V2__slow.sql", "SELECT pg_sleep(120);")
            .applied(1);
    TimeLimit limit = new TimeLimit(project.sessions(), Duration.ofSeconds(3));
    try (Connection somebody = PostgresServers.get(18).connect(project.database())) {
      assertThatThrownBy(() -> limit.run(project::rehearse))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("ended after 3 s")
          .hasMessageContaining("migrate.rehearsal.timeLimit");
      assertThat(somebody.isValid(5)).isTrue();
    }
    assertThatThrownBy(project::rehearse)
        .as("what it has left is kept")
        .isInstanceOf(RunException.class)
        .hasMessageContaining("not empty: it has table public.");
  }

  @Test
  void leavesAloneWhatIsInTime() throws Exception {
    RehearsedProject project = new RehearsedProject(18).file("V1__fast.sql", "SELECT 1;");
    TimeLimit limit = new TimeLimit(project.sessions(), Duration.ofMinutes(10));
    assertThat(limit.run(project::rehearse).measured()).isEqualTo(1);
  }
}
