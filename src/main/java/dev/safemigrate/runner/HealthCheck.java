package dev.safemigrate.runner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks somebody outside the database whether the application is well. */
final class HealthCheck {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int SHOWN_LINES = 5;

  private final String check;
  private final Duration patience;

  /**
   * @param check an http(s) URL that must answer with 200 to 299, or a command that must end with 0
   * @param patience how long to ask the URL again, or to wait for the command
   */
  HealthCheck(String check, Duration patience) {
    this.check = check;
    this.patience = patience;
  }

  /**
   * Runs it.
   *
   * @return what is wrong; empty when all is well
   */
  Optional<String> run() throws InterruptedException {
    return check.startsWith("http://") || check.startsWith("https://") ? ask() : command();
  }

  private Optional<String> ask() throws InterruptedException {
    URI uri;
    try {
      uri = URI.create(check);
    } catch (IllegalArgumentException e) {
      return Optional.of("'%s' is not a URL: %s".formatted(check, e.getMessage()));
    }
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<String> problem = answer(client, request);
      if (problem.isEmpty() || System.nanoTime() >= end) {
        return problem.map(
            words -> "%s %s, for %d s".formatted(check, words, patience.toSeconds()));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static Optional<String> answer(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status / 100 == 2 ? Optional.empty() : Optional.of("answers with status " + status);
    } catch (IOException e) {
      return Optional.of("cannot be asked (%s)".formatted(e));
    }
  }

  private Optional<String> command() throws InterruptedException {
    boolean windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");
    List<String> shell = windows ? List.of("cmd", "/c", check) : List.of("sh", "-c", check);
    @Nullable Path output = null;
    try {
      output = Files.createTempFile("migrate-health", ".txt");
      Process process =
          new ProcessBuilder(shell)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return Optional.of("'%s' did not end within %d s".formatted(check, patience.toSeconds()));
      }
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of(
              "'%s' ended with %d%s".formatted(check, process.exitValue(), lastLines(output)));
    } catch (IOException e) {
      return Optional.of("'%s' cannot be run: %s".formatted(check, e.getMessage()));
    } finally {
      delete(output);
    }
  }

  private static String lastLines(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), Charset.defaultCharset());
    List<String> lines = text.lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
    return last.isEmpty() ? "" : ":\n    " + String.join("\n    ", last);
  }

  private static void delete(@Nullable Path output) {
    if (output != null && !output.toFile().delete()) {
      output.toFile().deleteOnExit();
    }
  }
}
