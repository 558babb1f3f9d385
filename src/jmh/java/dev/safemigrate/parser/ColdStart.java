package dev.safemigrate.parser;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.ServerVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fresh JVM reads 1,000 files of five statements once, as a Maven run does. Prints milliseconds:
 * of the first file, of all.
 */
public final class ColdStart {

  private static final int FILES = 1_000;
  private static final int STATEMENTS_A_FILE = 5;

  private ColdStart() {}

  /** The argument, if any, is the file of statements. */
  public static void main(String[] arguments) throws IOException {
    String path = arguments.length > 0 ? arguments[0] : "../shared/parser/statements.ndjson";
    List<String> lines = Files.readAllLines(Path.of(path));
    List<String> files = new ArrayList<>();
    ObjectMapper mapper = new ObjectMapper();
    for (int file = 0; file < FILES; file++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < STATEMENTS_A_FILE; i++) {
        // Spread over the whole set: neighbours are alike.
        String line = lines.get((file * STATEMENTS_A_FILE + i) * 5 % lines.size());
        text.append(mapper.readTree(line).get("sql").asText()).append(";\n");
      }
      files.add(text.toString());
    }

    long start = System.nanoTime();
    int statements = SqlParser.parse(files.get(0), ServerVersion.NEWEST_PROVEN).statements().size();
    long first = System.nanoTime();
    for (String file : files.subList(1, FILES)) {
      statements += SqlParser.parse(file, ServerVersion.NEWEST_PROVEN).statements().size();
    }
    long end = System.nanoTime();
    System.out.printf(
        "%d statements in %d files: first file %d ms, all %d ms%n",
        statements, FILES, (first - start) / 1_000_000, (end - start) / 1_000_000);
  }
}
