package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.report.SchemaVersionFiles;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Properties;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated class, compiled for Java 8 and called as an application calls it. */
class SchemaVersionIT {

  private final TestRun run = new TestRun(TestDatabase.create(18));

  @TempDir private Path folder;

  @Test
  void applicationStartsOnlyOnADatabaseThatHasWhatItNeeds() throws Exception {
    Class<?> generated = compiled(List.of("1", "2", "10"), TestRun.TABLE.sql());
    assertThatThrownBy(() -> require(generated))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 migrations are not applied, from 1, 2, 10 to 10")
        .hasMessageContaining("Run migrate:apply before the application starts");
    run.file("V1__t.sql", "CREATE TABLE t (id int);")
        .file("V2__u.sql", "CREATE TABLE u (id int);")
        .file("U2__u.sql", "DROP TABLE u;")
        .file("V11__more.sql", "CREATE TABLE more (id int);")
        .file("U10__v.sql", "DROP TABLE v;")
        .file("U11__more.sql", "DROP TABLE more;")
        .apply();
    assertThatThrownBy(() -> require(generated)).hasMessageContaining("from 10 to 10");
    run.outOfOrder().file("V10__v.sql", "CREATE TABLE v (id int);").apply();
    assertThatCode(() -> require(generated)).doesNotThrowAnyException();
    run.rollBackTo("1");
    assertThatThrownBy(() -> require(generated)).hasMessageContaining("2 migrations");
  }

  @Test
  void whatTheBaselineHoldsIsThere() throws Exception {
    Class<?> generated = compiled(List.of("1", "2.9", "2.10"), TestRun.TABLE.sql());
    run.baseline("2.9");
    assertThatThrownBy(() -> require(generated)).hasMessageContaining("from 2.10 to 2.10");
    run.file("V2.10__t.sql", "CREATE TABLE t (id int);").apply();
    assertThatCode(() -> require(generated)).doesNotThrowAnyException();
  }

  @Test
  void strangeNamesAreWritableInJavaAndProperties() throws Exception {
    List<String> versions = List.of("a\"b\\u0022", "ü\n");
    Class<?> generated = compiled(versions, "\"it's\".\"h\\\"\"i\"");
    assertThat(generated.getField("REQUIRED").get(null)).isEqualTo("ü\n");
    assertThatThrownBy(() -> require(generated)).hasMessageContaining("from a\"b\\u0022, ü\n to");
    Properties properties = new Properties();
    properties.load(
        new StringReader(new SchemaVersionFiles(List.of("1", "2"), "a.b").properties()));
    assertThat(properties)
        .containsEntry("version", "2")
        .containsEntry("migrations", "2")
        .containsEntry("history", "a.b");
  }

  private void require(Class<?> generated) throws Throwable {
    try (Connection connection = run.database().connect()) {
      generated.getMethod("require", Connection.class).invoke(null, connection);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Class<?> compiled(List<String> versions, String history) throws Exception {
    Path source =
        Files.createDirectories(folder.resolve("org/example")).resolve("SchemaVersion.java");
    Files.writeString(source, new SchemaVersionFiles(versions, history).javaSource("org.example"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "--release",
            "8",
            "-Xlint:-options",
            "-d",
            folder.toString(),
            source.toString());
    assertThat(result).isZero();
    // Stays open: the class is used by the test until its end.
    return new URLClassLoader(new URL[] {folder.toUri().toURL()})
        .loadClass("org.example.SchemaVersion");
  }
}
