package dev.safemigrate.parser;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.text.Keyword;

/**
 * Key words that older servers take for any name. Unreserved ones are names in all versions and so
 * need no place here (appendix C of the manuals of 15 to 18; pg_get_keywords).
 */
final class NewerWords {

  private NewerWords() {}

  /** True if a server of the version does not know the key word as one. */
  static boolean isPlainName(Keyword keyword, ServerVersion version) {
    return switch (keyword) {
      case JSON_ARRAY, JSON_ARRAYAGG, JSON_OBJECT, JSON_OBJECTAGG, SYSTEM_USER ->
          !version.atLeast(16);
      case JSON,
          JSON_EXISTS,
          JSON_QUERY,
          JSON_SCALAR,
          JSON_SERIALIZE,
          JSON_TABLE,
          JSON_VALUE,
          MERGE_ACTION ->
          !version.atLeast(17);
      default -> false;
    };
  }
}
