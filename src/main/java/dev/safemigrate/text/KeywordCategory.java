package dev.safemigrate.text;

/** Where a key word may stand as a name (manual, appendix C). */
public enum KeywordCategory {
  /** Any name. */
  UNRESERVED,
  /** A column or table, not a function or type. */
  COLUMN_NAME,
  /** A function or type, not a column or table. */
  TYPE_OR_FUNCTION_NAME,
  /** Only a label behind AS. */
  RESERVED
}
