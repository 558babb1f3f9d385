package dev.safemigrate.parser;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.StatementSplitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The front end over PostgreSQL's own statements, in files of five: what a migration looks like.
 * The figures are statements a second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class FrontEndBenchmark {

  private static final int STATEMENTS_A_FILE = 5;

  private final QueryReader queries = new JSqlParserQueryReader();
  private List<String> files = List.of();
  private int next;

  @Setup
  public void read() throws IOException {
    Path statements =
        Path.of(System.getProperty("parser.statements", "../shared/parser/statements.ndjson"));
    ObjectMapper mapper = new ObjectMapper();
    List<String> read = new ArrayList<>();
    StringBuilder file = new StringBuilder();
    int count = 0;
    for (String line : Files.readAllLines(statements)) {
      file.append(mapper.readTree(line).get("sql").asText()).append(";\n");
      if (++count % STATEMENTS_A_FILE == 0) {
        read.add(file.toString());
        file.setLength(0);
      }
    }
    files = List.copyOf(read);
  }

  private String nextFile() {
    next = next + 1 == files.size() ? 0 : next + 1;
    return files.get(next);
  }

  /** Tokens only. */
  @Benchmark
  @OperationsPerInvocation(STATEMENTS_A_FILE)
  public Object lex() {
    return Lexer.read(nextFile());
  }

  /** Tokens and where statements end. */
  @Benchmark
  @OperationsPerInvocation(STATEMENTS_A_FILE)
  public List<Chunk> lexAndSplit() {
    return StatementSplitter.split(Lexer.read(nextFile()));
  }

  /** Down to the trees. */
  @Benchmark
  @OperationsPerInvocation(STATEMENTS_A_FILE)
  public void lexSplitAndParse(Blackhole blackhole) {
    blackhole.consume(SqlParser.parse(nextFile(), ServerVersion.NEWEST_PROVEN));
  }

  /** The same, and what every query and DML statement reads and writes, through JSqlParser. */
  @Benchmark
  @OperationsPerInvocation(STATEMENTS_A_FILE)
  public void lexSplitParseAndReadQueries(Blackhole blackhole) {
    String file = nextFile();
    for (Statement statement : SqlParser.parse(file, ServerVersion.NEWEST_PROVEN).statements()) {
      boolean query =
          statement instanceof Select
              || statement instanceof Insert
              || statement instanceof Update
              || statement instanceof Delete;
      blackhole.consume(query ? queries.query(statement.span().of(file)) : statement);
    }
  }
}
