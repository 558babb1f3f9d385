package dev.safemigrate.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How files are read.
 *
 * @param encoding of all files
 * @param style the naming style; empty to find it out from the files
 * @param flywayNames the parts of Flyway's names
 * @param placeholders what placeholders stand for
 */
public record SourceSettings(
    Charset encoding,
    Optional<NamingStyle> style,
    FlywayNames flywayNames,
    PlaceholderSettings placeholders) {

  /** UTF-8, style found out, Flyway's prefixes, no placeholder values. */
  public static final SourceSettings DEFAULT =
      new SourceSettings(
          StandardCharsets.UTF_8,
          Optional.empty(),
          FlywayNames.DEFAULT,
          PlaceholderSettings.DEFAULT);

  /** The same with a naming style. */
  public SourceSettings withStyle(NamingStyle newStyle) {
    return new SourceSettings(encoding, Optional.of(newStyle), flywayNames, placeholders);
  }

  /** The same with other placeholders. */
  public SourceSettings withPlaceholders(PlaceholderSettings newPlaceholders) {
    return new SourceSettings(encoding, style, flywayNames, newPlaceholders);
  }

  /** The same with other Flyway names. */
  public SourceSettings withFlywayNames(FlywayNames newNames) {
    return new SourceSettings(encoding, style, newNames, placeholders);
  }

  /** The same with another encoding. */
  public SourceSettings withEncoding(Charset newEncoding) {
    return new SourceSettings(newEncoding, style, flywayNames, placeholders);
  }
}
