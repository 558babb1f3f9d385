package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.runner.RunException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A rehearsal does not go on for ever. */
class TimeLimitIT {

  @Test
  void endsWhatTakesTooLong() {
    RehearsedProject project =
        new RehearsedProject(18).file("V1__slow.sql", "SELECT pg_sleep(120);");
    TimeLimit limit = new TimeLimit(project.sessions(), Duration.ofSeconds(3));
    assertThatThrownBy(() -> limit.run(project::rehearse))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("ended after 3 s")
        .hasMessageContaining("migrate.rehearsal.timeLimit");
  }

  @Test
  void leavesAloneWhatIsInTime() throws Exception {
    RehearsedProject project = new RehearsedProject(18).file("V1__fast.sql", "SELECT 1;");
    TimeLimit limit = new TimeLimit(project.sessions(), Duration.ofMinutes(10));
    assertThat(limit.run(project::rehearse).measured()).isEqualTo(1);
  }
}
