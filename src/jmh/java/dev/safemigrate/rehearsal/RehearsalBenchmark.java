package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.CorpusProjects;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All migrations of a project on an empty database, plainly applied and rehearsed, once without its
 * down scripts and once with them. Reading and analysing the files is in all of the figures, the
 * start of the server is in none.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class RehearsalBenchmark {

  private static final Path CORPUS = Path.of("../shared/corpus");

  private static final Path SAMPLE = Path.of("migrations-sample/src/main/resources/db/migration");

  @Param({"sample", "target__goalert", "rust-lang__crates.io"})
  public String project = "sample";

  private RehearsedProject rehearsed;

  /** A database of its own. */
  @Setup(Level.Trial)
  public void prepare() {
    rehearsed = new RehearsedProject(18);
  }

  @Benchmark
  public void applied() throws Exception {
    rehearsed.apply(folder());
  }

  /** The same scripts as {@link #rehearsedUpDownUp}, and nothing else. */
  @Benchmark
  public void executedUpDownUp() throws Exception {
    rehearsed.applyUpDownUp(folder());
  }

  /** Up, measured. */
  @Benchmark
  public RehearsalResult rehearsedUp() throws Exception {
    return rehearsed.withoutDowns().rehearse(folder());
  }

  /** Up, measured; down and up again, compared. */
  @Benchmark
  public RehearsalResult rehearsedUpDownUp() throws Exception {
    return rehearsed.rehearse(folder());
  }

  private MigrationFolder folder() throws IOException {
    if (!project.equals("sample")) {
      return CorpusProjects.folder(CORPUS.resolve(project), List.of());
    }
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(SAMPLE)) {
      for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = SAMPLE.relativize(file).toString();
        files.add(new SourceFile(name, name, Files.readAllBytes(file)));
      }
    }
    return MigrationFolder.read(files, SourceSettings.DEFAULT);
  }
}
