package dev.safemigrate.source;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The files of the configured locations; the only class here that reads the file system.
 *
 * @param files what was found, by path
 * @param problems what could not be read
 */
public record MigrationFiles(List<SourceFile> files, List<SourceProblem> problems) {

  /** The biggest file that is read: more is data, which does not belong into a migration. */
  public static final long MAXIMUM_BYTES = 64L * 1024 * 1024;

  public MigrationFiles {
    files = List.copyOf(files);
    problems = List.copyOf(problems);
  }

  /**
   * Reads all files under the locations.
   *
   * @param project what paths are shown relative to, where they lie in it
   * @param locations folders, read with all folders in them, or single files
   * @param names tells which endings are migrations, besides those of other tools
   */
  public static MigrationFiles read(Path project, List<Path> locations, FlywayNames names) {
    List<SourceFile> files = new ArrayList<>();
    List<SourceProblem> problems = new ArrayList<>();
    for (Path location : locations) {
      Path absolute = project.resolve(location).toAbsolutePath().normalize();
      if (!Files.exists(absolute)) {
        problems.add(
            SourceProblem.of(
                SourceProblem.Kind.MISSING,
                shown(project, absolute),
                "the configured location does not exist"));
        continue;
      }
      walk(project, absolute, names, files, problems);
    }
    files.sort(Comparator.comparing(SourceFile::path));
    return new MigrationFiles(files, problems);
  }

  private static void walk(
      Path project,
      Path location,
      FlywayNames names,
      List<SourceFile> files,
      List<SourceProblem> problems) {
    Path top =
        Files.isDirectory(location)
            ? location
            : Objects.requireNonNullElse(location.getParent(), location);
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && MigrationFolder.isLookedAt(name(file), names)) {
              readFile(project, top, file, attributes.size(), files, problems);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            problems.add(unreadable(project, file, e));
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(
          location, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    } catch (IOException e) {
      problems.add(unreadable(project, location, e));
    }
  }

  private static void readFile(
      Path project,
      Path top,
      Path file,
      long size,
      List<SourceFile> files,
      List<SourceProblem> problems) {
    if (size > MAXIMUM_BYTES) {
      String message =
          String.format(
              Locale.ROOT,
              "is %d MB, more than the %d MB that are read; load data by other means",
              size / (1024 * 1024),
              MAXIMUM_BYTES / (1024 * 1024));
      problems.add(SourceProblem.of(SourceProblem.Kind.UNREADABLE, shown(project, file), message));
      return;
    }
    try {
      files.add(
          new SourceFile(shown(project, file), relative(top, file), Files.readAllBytes(file)));
    } catch (IOException e) {
      problems.add(unreadable(project, file, e));
    }
  }

  private static SourceProblem unreadable(Path project, Path file, IOException e) {
    String reason =
        e instanceof FileSystemLoopException
            ? "a link that leads back into its own folder"
            : "cannot be read: " + e.getClass().getSimpleName();
    return SourceProblem.of(SourceProblem.Kind.UNREADABLE, shown(project, file), reason);
  }

  private static String shown(Path project, Path file) {
    Path root = project.toAbsolutePath().normalize();
    return file.startsWith(root) && !file.equals(root) ? relative(root, file) : name(file);
  }

  private static String relative(Path folder, Path file) {
    String top = name(folder);
    String prefix = top.endsWith("/") ? top : top + "/";
    String path = name(file);
    return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
  }

  /**
   * The path with slashes, its bytes read as UTF-8 whatever the locale: a build in the POSIX locale
   * would otherwise show question marks and mistake two names for one.
   */
  private static String name(Path path) {
    String raw = path.toAbsolutePath().normalize().toUri().getRawPath();
    String trimmed =
        raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    return URLDecoder.decode(trimmed.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
