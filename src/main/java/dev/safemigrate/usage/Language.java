package dev.safemigrate.usage;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a file is written in, as far as it decides where comments and texts begin and end. */
enum Language {
  /** Java, Kotlin, Groovy, Scala: {@code //} and slash-star, texts between three quotes. */
  CODE,
  /** {@code --} and slash-star. */
  SQL,
  /** Comments between {@code <!--} and {@code -->}. */
  XML,
  /** Lines that begin with {@code #}, in properties also with {@code !}. */
  LINES;

  private static final Map<String, Language> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("java", CODE),
          Map.entry("kt", CODE),
          Map.entry("kts", CODE),
          Map.entry("groovy", CODE),
          Map.entry("scala", CODE),
          Map.entry("sql", SQL),
          Map.entry("stg", SQL),
          Map.entry("xml", XML),
          Map.entry("properties", LINES),
          Map.entry("yml", LINES),
          Map.entry("yaml", LINES));

  /** By the name of a file; empty where it is not searched. */
  static Optional<Language> ofFile(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_EXTENSION.get(extension));
  }
}
