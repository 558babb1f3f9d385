package dev.safemigrate.usage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Searches the project's sources for tables, columns, functions and labels of enums.
 *
 * <p>Read are Java, Kotlin, Groovy and Scala, MyBatis' and other XML, SQL, properties and YAML,
 * without their comments. A column counts as named in a file that names it and its table, in any
 * spelling. A file that cannot be read is said: absence is only claimed of what was read.
 */
public final class SourceSearch {

  private static final long LARGEST = 4L * 1024 * 1024;
  private static final int MOST_UNREAD = 20;

  private final Path base;
  private final List<Path> roots;
  private final Set<Path> leftOut;

  /**
   * @param base what the files are named from
   * @param roots files and folders to search
   * @param leftOut folders that are no uses: those of the migrations
   */
  public SourceSearch(Path base, Collection<Path> roots, Collection<Path> leftOut) {
    this.base = base.toAbsolutePath().normalize();
    this.roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    this.leftOut =
        Set.copyOf(leftOut.stream().map(path -> path.toAbsolutePath().normalize()).toList());
  }

  /**
   * Searches for an object.
   *
   * @param object {@code schema.table} or {@code schema.table.part}
   */
  public Mentions find(String object) {
    return walk(Pattern.ofObject(object));
  }

  /**
   * Searches for a label of an enum: a text that is equal to it, or a constant of its name.
   *
   * @param label as the server knows it
   */
  public Mentions findLabel(String label) {
    return walk(Pattern.ofLabel(label));
  }

  private Mentions walk(Pattern pattern) {
    Search search = new Search(pattern);
    roots.forEach(search::walk);
    return new Mentions(search.found, search.searched, search.unread);
  }

  private final class Search extends SimpleFileVisitor<Path> {
    private final Pattern pattern;
    private final List<Mention> found = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private int searched;

    Search(Pattern pattern) {
      this.pattern = pattern;
    }

    void walk(Path root) {
      if (!Files.exists(root)) {
        // A folder that was to be searched and is not there is more likely misspelt than empty.
        unread(root, "does not exist");
        return;
      }
      try {
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, this);
      } catch (IOException failure) {
        unread(root, failure);
      }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return leftOut.contains(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      // A link back to a folder above leads to what is read anyway.
      if (!(failure instanceof FileSystemLoopException)) {
        unread(file, failure);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Optional<Language> language = Language.ofFile(file.getFileName().toString());
      if (language.isEmpty()) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.size() > LARGEST) {
        unread(file, "larger than " + LARGEST / (1024 * 1024) + " MiB");
        return FileVisitResult.CONTINUE;
      }
      try {
        // Bytes that are not UTF-8 are replaced; names in ASCII stay readable.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        searched++;
        pattern
            .lines(new SourceText(text, language.get()), Pattern.MOST_LINES - found.size())
            .stream()
            .map(line -> new Mention(name(file), line))
            .forEach(found::add);
      } catch (IOException failure) {
        unread(file, failure);
      }
      return FileVisitResult.CONTINUE;
    }

    private String name(Path file) {
      Path absolute = file.toAbsolutePath().normalize();
      Path shown = absolute.startsWith(base) ? base.relativize(absolute) : absolute;
      return shown.toString().replace('\\', '/');
    }

    private void unread(Path file, IOException failure) {
      unread(file, failure.getClass().getSimpleName() + " " + failure.getMessage());
    }

    private void unread(Path file, String reason) {
      if (unread.size() < MOST_UNREAD) {
        unread.add(name(file) + " (" + reason + ")");
      }
    }
  }
}
