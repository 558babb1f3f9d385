package dev.safemigrate.source;

import java.util.regex.Pattern;

/** Knex's JavaScript and TypeScript migrations, which are only listed. */
final class KnexScheme implements NamingScheme {

  static final Pattern NAME = Pattern.compile("\\d{8,}_.*\\.(js|ts|cjs|mjs)");

  @Override
  public void read(ScriptCollector collector) {
    for (TextFile file : collector.files()) {
      if (NAME.matcher(file.source().baseName()).matches()) {
        collector.notAnalysed(
            file,
            "a Knex migration in JavaScript; 'DEBUG=knex:query npx knex migrate:up "
                + file.source().baseName()
                + "' on a scratch database prints its SQL");
      } else if (file.source().baseName().endsWith(".sql")) {
        collector.note(file, "knex does not run this file by itself, so it is left out");
      }
    }
  }
}
