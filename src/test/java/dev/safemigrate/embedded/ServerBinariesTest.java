package dev.safemigrate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ServerBinariesTest {

  @TempDir Path temporary;

  @Test
  void unpacksFilesLinksAndLongNames() throws Exception {
    String longName = "share/" + "very-long-name/".repeat(12) + "file";
    Tar tar =
        new Tar()
            .entry('5', "bin/", 0755, "", "")
            .entry('0', "bin/initdb", 0755, "", "#!")
            .entry('0', "lib/libpq.so.5.18", 0644, "", "x".repeat(1000))
            .entry('2', "lib/libpq.so", 0777, "libpq.so.5.18", "")
            .entry('L', "././@LongLink", 0, "", longName + "\0")
            .entry('0', "cut", 0644, "", "long")
            .entry('x', "pax", 0644, "", "16 path=share/ü\n9 mtime=1\n")
            .entry('0', "cut", 0644, "", "pax")
            .entry('g', "global", 0644, "", "9 mtime=1\n");

    Path home = unpack(tar).home();

    assertThat(home.resolve("bin/initdb")).hasContent("#!").isExecutable();
    assertThat(home.resolve("lib/libpq.so")).isSymbolicLink().hasContent("x".repeat(1000));
    assertThat(home.resolve(longName)).hasContent("long");
    assertThat(home.resolve("share/ü")).hasContent("pax");
  }

  @Test
  void unpacksOnceAndAgainWhenAFileIsMissing() throws Exception {
    Tar tar = new Tar().entry('0', "bin/initdb", 0755, "", "#!").entry('0', "a", 0644, "", "a");
    Path home = unpack(tar).home();
    Path extra = Files.writeString(home.resolveSibling("untouched"), "");
    Object key = Files.getAttribute(home, "basic:fileKey");

    assertThat(unpack(tar).home()).isEqualTo(home);
    assertThat(Files.getAttribute(home, "basic:fileKey")).isEqualTo(key);

    Files.delete(home.resolve("a"));
    assertThat(unpack(tar).home().resolve("a")).hasContent("a");
    assertThat(FileTree.children(temporary.resolve("work/binaries"))).containsExactly(home, extra);
  }

  @Test
  void entryOutsideOfTheArchiveIsRefused() {
    assertThatThrownBy(() -> unpack(new Tar().entry('0', "../evil", 0644, "", "x")))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("../evil points outside of the archive");
    assertThatThrownBy(() -> unpack(new Tar().entry('2', "lib/x", 0777, "../../evil", "")))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("lib/x points outside of the archive");
  }

  @Test
  void fileThatIsNoServerArchiveIsNamed() throws Exception {
    Path text = Files.writeString(temporary.resolve("text.jar"), "<html>not found</html>");
    Path empty = temporary.resolve("empty.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
      zip.putNextEntry(new ZipEntry("readme"));
    }
    WorkFolder folder = WorkFolder.at(temporary.resolve("work"));

    assertThatThrownBy(() -> ServerBinaries.unpack(text, folder))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage(
            text
                + " is no jar file with a PostgreSQL server. Delete it, so that it is fetched again.");
    assertThatThrownBy(() -> ServerBinaries.unpack(empty, folder))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage(empty + " contains no PostgreSQL server: there is no .txz file in it.");
    assertThat(FileTree.children(folder.binaries())).isEmpty();
  }

  @Test
  void damagedArchiveLeavesNothingBehind() throws Exception {
    byte[] whole = new Tar().entry('0', "bin/initdb", 0755, "", "x".repeat(5000)).bytes();
    Path cut = jar(Arrays.copyOf(whole, 2000));
    WorkFolder folder = WorkFolder.at(temporary.resolve("work"));

    assertThatThrownBy(() -> ServerBinaries.unpack(cut, folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ends in the middle of a file");
    assertThat(FileTree.children(folder.binaries())).isEmpty();
  }

  @Test
  void missingDiskSpaceNamesTheFolderAndWhatToDo() {
    assertThatThrownBy(() -> DiskSpace.require(temporary, Long.MAX_VALUE, "to unpack PostgreSQL"))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("Not enough disk space to unpack PostgreSQL: ")
        .hasMessageContaining(" MB are free in " + temporary)
        .hasMessageEndingWith("with -Djava.io.tmpdir=<folder>.");
  }

  @Test
  void workFolderMustBeAFolder() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> WorkFolder.at(file))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining(file + " must be a folder");
  }

  private ServerBinaries unpack(Tar tar) throws IOException {
    return ServerBinaries.unpack(jar(tar.bytes()), WorkFolder.at(temporary.resolve("work")));
  }

  private Path jar(byte[] tar) throws IOException {
    Path jar = temporary.resolve("archive.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      ZipEntry entry = new ZipEntry("postgres-linux-x86_64.txz");
      entry.setTime(0);
      zip.putNextEntry(entry);
      OutputStream xz = new XZOutputStream(zip, new LZMA2Options(0));
      xz.write(tar);
      ((XZOutputStream) xz).finish();
    }
    return jar;
  }

  /** Writes tar files. */
  private static final class Tar {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Tar entry(char kind, String name, int mode, String target, String content) {
      byte[] body = content.getBytes(UTF_8);
      byte[] header = new byte[512];
      put(header, 0, name);
      put(header, 100, "%07o".formatted(mode));
      put(header, 124, String.format(Locale.ROOT, "%011o", body.length));
      put(header, 148, "        ");
      header[156] = (byte) kind;
      put(header, 157, target);
      put(header, 257, "ustar\00000");
      int sum = 0;
      for (byte value : header) {
        sum += value & 0xff;
      }
      put(header, 148, "%06o\0".formatted(sum));
      bytes.writeBytes(header);
      bytes.writeBytes(Arrays.copyOf(body, (body.length + 511) / 512 * 512));
      return this;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    private static void put(byte[] header, int offset, String text) {
      byte[] value = text.getBytes(UTF_8);
      System.arraycopy(value, 0, header, offset, value.length);
    }
  }
}
