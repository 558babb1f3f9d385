package dev.safemigrate.runner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks somebody outside the database whether the application is well. */
final class HealthCheck {

  private static final Duration PAUSE = Duration.ofSeconds(1);

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
    try {
      ExternalProgram.Outcome outcome =
          ExternalProgram.run(ExternalProgram.shell(check), Map.of(), Optional.of(patience));
      return outcome.succeeded()
          ? Optional.empty()
          : Optional.of("'%s' %s".formatted(check, outcome.words()));
    } catch (IOException e) {
      return Optional.of("'%s' cannot be run: %s".formatted(check, e.getMessage()));
    }
  }
}
