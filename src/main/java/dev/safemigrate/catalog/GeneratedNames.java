package dev.safemigrate.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of constraints, indexes and sequences of the form in which PostgreSQL makes them up: table,
 * columns, kind and sometimes a number (ChooseRelationName and ChooseConstraintName in
 * src/backend/commands). Two objects that differ in such a name only are the same one.
 *
 * @param qualified generated names of indexes and sequences with their schema, and without the name
 */
record GeneratedNames(Map<String, String> qualified) {

  private static final Pattern GENERATED =
      Pattern.compile("_(pkey|key|idx|check|fkey|excl|seq|stat|not_null)[0-9]*\"?$");

  private static final String IDENTIFIER = "(?:\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern QUALIFIED = Pattern.compile(IDENTIFIER + "\\." + IDENTIFIER);
  private static final Pattern LAST_IDENTIFIER = Pattern.compile(IDENTIFIER + "$");
  private static final Pattern FIRST_IDENTIFIER = Pattern.compile("^" + IDENTIFIER);
  private static final Pattern NOT_NULL = Pattern.compile("CONSTRAINT " + IDENTIFIER + " NOT NULL");

  static GeneratedNames of(CanonicalSchema schema) {
    Map<String, String> qualified = new HashMap<>();
    for (ObjectIdentity identity : schema.objects().keySet()) {
      boolean hasQualifiedName =
          identity.kind() == ObjectKind.INDEX
              || identity.kind() == ObjectKind.SEQUENCE
              || identity.kind() == ObjectKind.STATISTICS;
      if (hasQualifiedName && GENERATED.matcher(identity.name()).find()) {
        qualified.put(identity.name(), withoutName(identity.name()));
      }
    }
    return new GeneratedNames(qualified);
  }

  /** The same schema with a star for every such name. */
  CanonicalSchema blankIn(CanonicalSchema schema) {
    TreeMap<ObjectIdentity, List<String>> blanked = new TreeMap<>();
    schema
        .objects()
        .forEach(
            (identity, lines) -> {
              ObjectIdentity other =
                  new ObjectIdentity(identity.kind(), blank(identity.name(), identity));
              List<String> otherLines = lines.stream().map(line -> blank(line, identity)).toList();
              blanked.computeIfAbsent(other, absent -> new ArrayList<>()).addAll(otherLines);
            });
    // Several objects have become one; which of them came first was decided by their names.
    blanked.forEach(
        (identity, lines) -> {
          if (lines.size() > 1 && identity.name().contains("*")) {
            Collections.sort(lines);
          }
        });
    return new CanonicalSchema(blanked);
  }

  private String blank(String text, ObjectIdentity identity) {
    String own =
        switch (identity.kind()) {
          case CONSTRAINT -> blankConstraint(text, first(identity.name()));
          case INDEX -> blankIndex(text, identity.name());
          case COLUMN -> NOT_NULL.matcher(text).replaceFirst("NOT NULL");
          case COMMENT -> blankConstraintComment(text);
          default -> text;
        };
    return QUALIFIED
        .matcher(own)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(qualified.getOrDefault(match.group(), match.group())));
  }

  private static String blankConstraint(String text, String name) {
    if (!GENERATED.matcher(name).find()) {
      return text;
    }
    return text.startsWith(name + " ON ")
        ? "*" + text.substring(name.length())
        : text.replace(" CONSTRAINT " + name + " ", " CONSTRAINT * ")
            .replace("-- " + name + " is not enforced", "-- * is not enforced");
  }

  private String blankIndex(String text, String qualifiedName) {
    if (!qualified.containsKey(qualifiedName)) {
      return text;
    }
    String name = last(qualifiedName);
    return text.replace("INDEX " + name + " ON ", "INDEX * ON ")
        .replace("CLUSTER ON " + name, "CLUSTER ON *");
  }

  private static String blankConstraintComment(String text) {
    String start = text.startsWith("COMMENT ON ") ? "COMMENT ON CONSTRAINT " : "CONSTRAINT ";
    if (!text.startsWith(start)) {
      return text;
    }
    String name = first(text.substring(start.length()));
    return GENERATED.matcher(name).find()
        ? start + "*" + text.substring(start.length() + name.length())
        : text;
  }

  private static String withoutName(String qualifiedName) {
    return LAST_IDENTIFIER.matcher(qualifiedName).replaceFirst("*");
  }

  private static String last(String qualifiedName) {
    Matcher matcher = LAST_IDENTIFIER.matcher(qualifiedName);
    return matcher.find() ? matcher.group() : qualifiedName;
  }

  private static String first(String text) {
    Matcher matcher = FIRST_IDENTIFIER.matcher(text);
    return matcher.find() ? matcher.group() : text;
  }
}
