package dev.safemigrate.usage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Searches the project's sources for tables and columns.
 *
 * <p>Read are Java, Kotlin, Groovy and Scala without their comments, MyBatis' XML, SQL, properties
 * and YAML. A column counts as named in a file that names it and its table, in any spelling. A file
 * that cannot be read is said: absence is only claimed of what was read.
 */
public final class SourceSearch {

  private static final long LARGEST = 4L * 1024 * 1024;
  private static final int MOST_MENTIONS = 20;
  private static final int MOST_UNREAD = 20;

  private static final Set<String> CODE = Set.of("java", "kt", "kts", "groovy", "scala");
  private static final Set<String> OTHERS = Set.of("xml", "sql", "properties", "yml", "yaml");

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
    List<String> parts = List.of(object.split("\\."));
    String table = parts.size() > 1 ? parts.get(1) : parts.get(0);
    Search search =
        new Search(
            NameForms.ofTable(table),
            parts.size() > 2 ? List.of(new NameForms(parts.get(2))) : List.of());
    for (Path root : roots) {
      if (Files.exists(root)) {
        search.walk(root);
      }
    }
    return new Mentions(search.found, search.searched, search.unread);
  }

  private final class Search extends SimpleFileVisitor<Path> {
    private final Set<NameForms> table;
    private final List<NameForms> part;
    private final List<Mention> found = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private int searched;

    Search(Set<NameForms> table, List<NameForms> part) {
      this.table = table;
      this.part = part;
    }

    void walk(Path root) {
      try {
        Files.walkFileTree(root, this);
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
      unread(file, failure);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      boolean code = CODE.contains(extension);
      if (!code && !OTHERS.contains(extension)) {
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
        read(name(file), new SourceText(text, code));
      } catch (IOException failure) {
        unread(file, failure);
      }
      return FileVisitResult.CONTINUE;
    }

    private void read(String file, SourceText text) {
      List<Mention> mentions = new ArrayList<>();
      boolean[] namesTable = {false};
      text.words(
          (word, line) -> {
            boolean isTable = table.stream().anyMatch(forms -> forms.isNamedBy(word));
            namesTable[0] |= isTable;
            boolean wanted =
                part.isEmpty() ? isTable : part.stream().anyMatch(forms -> forms.isNamedBy(word));
            Mention mention = new Mention(file, line);
            if (wanted && !mentions.contains(mention) && mentions.size() < MOST_MENTIONS) {
              mentions.add(mention);
            }
          });
      if (namesTable[0]) {
        mentions.stream().limit(MOST_MENTIONS - found.size()).forEach(found::add);
      }
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
