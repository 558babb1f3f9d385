package dev.safemigrate.effect;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Folding and predicting 10,000 generated migrations: under two seconds when warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class PredictionBenchmark {

  private static final ServerVersion VERSION = new ServerVersion(18);
  private static final int MIGRATIONS = 10_000;

  private List<Statement> statements = List.of();

  /** Migrations as teams write them: a table now and then, and many changes of it. */
  @Setup
  public void generate() {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < MIGRATIONS; i++) {
      script.append(migration(i)).append(";\n");
    }
    statements = SqlParser.parse(script.toString(), VERSION).statements();
  }

  private static String migration(int i) {
    int table = i / 10;
    return switch (i % 10) {
      case 0 ->
          "CREATE TABLE t%d (id bigint PRIMARY KEY, a integer NOT NULL, b varchar(20), c text)"
              .formatted(table);
      case 1 -> "ALTER TABLE t%d ADD COLUMN d timestamptz DEFAULT now()".formatted(table);
      case 2 -> "CREATE INDEX CONCURRENTLY t%d_b ON t%d (b)".formatted(table, table);
      case 3 -> "ALTER TABLE t%d ALTER COLUMN b TYPE varchar(40)".formatted(table);
      case 4 -> "ALTER TABLE t%d ADD CONSTRAINT k CHECK (a > 0) NOT VALID".formatted(table);
      case 5 -> "ALTER TABLE t%d VALIDATE CONSTRAINT k".formatted(table);
      case 6 ->
          "ALTER TABLE t%d ADD COLUMN p bigint REFERENCES t%d (id)"
              .formatted(table, Math.max(0, table - 1));
      case 7 -> "UPDATE t%d SET c = 'x' WHERE id = %d".formatted(table, i);
      case 8 -> "ALTER TABLE t%d DROP COLUMN c".formatted(table);
      default -> "CREATE VIEW v%d AS SELECT id, a FROM t%d".formatted(table, table);
    };
  }

  /** What a check does with them all. */
  @Benchmark
  public int foldAndPredict() {
    JSqlParserQueryReader reader = new JSqlParserQueryReader();
    SchemaFold fold = new SchemaFold(VERSION, reader);
    EffectModel model = new EffectModel(reader);
    SchemaState state = SchemaState.empty();
    int locks = 0;
    for (Statement statement : statements) {
      locks += model.predict(statement, state, TransactionState.NONE, VERSION).locks().size();
      state = fold.apply(state, statement).state();
    }
    return locks;
  }
}
