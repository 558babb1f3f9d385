package dev.safemigrate.rehearsal;

import dev.safemigrate.runner.RunException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells when a migration failed only because the rehearsal's server lacks an extension. */
final class MissingExtension {

  /** Before PostgreSQL 16 or so the file is named, later the extension itself. */
  private static final Pattern WORDS =
      Pattern.compile(
          "extension \"(?<name>[^\"]+)\" is not available"
              + "|extension control file \"[^\"]*?(?<file>[^\"/\\\\]+)\\.control\"");

  private MissingExtension() {}

  /** The message of a failure, with what to do where an extension is missing. */
  static String explain(RunException failure) {
    String message = String.valueOf(failure.getMessage());
    return named(message).map(name -> message + "\n" + wayOut(name)).orElse(message);
  }

  /** What to do about it. */
  static String wayOut(String extension) {
    return ("The rehearsal's server has no extension %s. Rehearse on a server that has it: name an"
            + " empty scratch database with -Dmigrate.rehearsal.url=jdbc:postgresql://...")
        .formatted(extension);
  }

  static Optional<String> named(String message) {
    Matcher words = WORDS.matcher(message);
    if (!words.find()) {
      return Optional.empty();
    }
    String name = words.group("name");
    return Optional.ofNullable(name == null ? words.group("file") : name);
  }
}
