package dev.safemigrate.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Applies the migrations in a process of its own, which can be killed, and says what it is doing.
 * It starts without knowing the database: the next one gets ready while its predecessor works.
 */
final class FaultProgram {

  private FaultProgram() {}

  /**
   * Reads the database's URL and user from its input; the password is in the environment.
   *
   * @param arguments which {@link FaultProject}
   */
  public static void main(String[] arguments) throws Exception {
    FaultProject project = FaultProject.valueOf(arguments[0]);
    // Loads the classes that are needed anyway.
    project.on(database(List.of("jdbc:postgresql://localhost/none", "none"))).scripts();
    tell("ready");
    TestDatabase database = database(input());
    project.on(database).telling(FaultProgram::tell).apply();
    tell("end");
  }

  private static List<String> input() throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return List.of(String.valueOf(input.readLine()), String.valueOf(input.readLine()));
  }

  private static TestDatabase database(List<String> urlAndUser) {
    return new TestDatabase(
        18,
        "",
        TestDatabase.settings(
            urlAndUser.get(0), urlAndUser.get(1), System.getenv().getOrDefault("PGPASSWORD", "")));
  }

  private static void tell(String word) {
    System.out.println(word);
    System.out.flush();
  }
}
