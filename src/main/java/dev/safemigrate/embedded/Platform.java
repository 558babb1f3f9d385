package dev.safemigrate.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * An operating system, processor and C library, named as the server binaries name them.
 *
 * @param classifier for example {@code linux-amd64} or {@code linux-arm64v8-alpine}
 */
public record Platform(String classifier) {

  /** The platforms for which server binaries are published. */
  public static final List<Platform> SUPPORTED =
      List.of(
          new Platform("linux-amd64"),
          new Platform("linux-amd64-alpine"),
          new Platform("linux-arm64v8"),
          new Platform("linux-arm64v8-alpine"),
          new Platform("darwin-amd64"),
          new Platform("darwin-arm64v8"),
          new Platform("windows-amd64"));

  /** The platform that this process runs on, supported or not. */
  public static Platform current() {
    return of(
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Files.exists(Path.of("/etc/alpine-release")));
  }

  static Platform of(String osName, String osArch, boolean alpine) {
    String system = system(osName.toLowerCase(Locale.ROOT));
    String processor = processor(osArch.toLowerCase(Locale.ROOT));
    if (system.equals("windows") && processor.equals("arm64v8")) {
      // Windows on ARM runs programs built for amd64; there are no others.
      return new Platform("windows-amd64");
    }
    String suffix = system.equals("linux") && alpine ? "-alpine" : "";
    return new Platform(system + "-" + processor + suffix);
  }

  private static String system(String osName) {
    if (osName.startsWith("mac")) {
      return "darwin";
    }
    return osName.startsWith("windows") ? "windows" : osName.replace(' ', '-');
  }

  private static String processor(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64v8";
      default -> osArch;
    };
  }

  @Override
  public String toString() {
    return classifier;
  }
}
