package dev.safemigrate.source;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/** The output of pg_dump as the base that other migrations stand on. */
final class DumpScheme implements NamingScheme {

  static final Pattern HEADER =
      Pattern.compile(
          "(?m)\\A(?:\\s*--.*\\R|\\s*\\R)*?-- PostgreSQL database (?:cluster )?dump\\s*$");

  @Override
  public void read(ScriptCollector collector) {
    for (TextFile file : collector.files(".sql")) {
      collector.add(
          collector.script(
              Kind.BASELINE,
              Optional.empty(),
              "dump",
              file.source().name(),
              Part.whole(file),
              TransactionSwitch.UNSAID));
    }
  }
}
