package dev.safemigrate.schema;

import dev.safemigrate.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The schemas in which the server looks for a name without one, in its order (manual, 5.10.3 and
 * search_path in 19.11): the temporary schema, then {@code pg_catalog}, then those of the path.
 *
 * @param schemas the path with {@code "$user"} replaced
 */
public record SearchPath(List<String> schemas) {

  static final String SETTING = "search_path";
  static final String PUBLIC = "public";

  /** The schema of temporary relations, whatever its real name is in a session. */
  static final String TEMPORARY = "pg_temp";

  /** Without settings and without a schema of the user's name: most statements ask for this one. */
  private static final SearchPath STANDARD = new SearchPath(List.of(PUBLIC));

  private static final String USER = "$user";
  private static final String DEFAULT_ROLE = "postgres";

  public SearchPath {
    schemas = List.copyOf(schemas);
  }

  /** The path of a setting; {@code "$user"} counts where the user's schema is known to exist. */
  static SearchPath of(
      Optional<List<String>> setting, Optional<List<String>> role, Predicate<String> known) {
    String user =
        role.filter(names -> names.size() == 1).map(names -> names.get(0)).orElse(DEFAULT_ROLE);
    if (setting.isEmpty() && !known.test(user)) {
      return STANDARD;
    }
    return new SearchPath(
        setting.orElse(List.of(USER, PUBLIC)).stream()
            .filter(schema -> !schema.isEmpty())
            .filter(schema -> !schema.equals(USER) || known.test(user))
            .map(schema -> schema.equals(USER) ? user : schema)
            .distinct()
            .toList());
  }

  /** The names that a statement's name may mean, in the server's order. */
  List<RelationName> candidates(QualifiedName name) {
    if (name.schema().isPresent()) {
      return List.of(new RelationName(canonical(name.schema().get()), name.name()));
    }
    List<RelationName> order = new ArrayList<>(schemas.size() + 2);
    if (!schemas.contains(TEMPORARY)) {
      order.add(new RelationName(TEMPORARY, name.name()));
    }
    if (!schemas.contains(BuiltInTypes.SCHEMA)) {
      order.add(new RelationName(BuiltInTypes.SCHEMA, name.name()));
    }
    for (String schema : schemas) {
      order.add(new RelationName(schema, name.name()));
    }
    return order;
  }

  /** Where CREATE puts a name: the first schema of the path that exists. */
  RelationName creationName(QualifiedName name, Predicate<String> exists) {
    String schema =
        name.schema()
            .map(SearchPath::canonical)
            .orElseGet(
                () ->
                    schemas.stream()
                        .filter(exists)
                        .findFirst()
                        .orElse(schemas.isEmpty() ? PUBLIC : schemas.get(schemas.size() - 1)));
    return new RelationName(schema, name.name());
  }

  static boolean isSystem(String schema) {
    return schema.equals(BuiltInTypes.SCHEMA)
        || schema.equals("information_schema")
        || schema.startsWith("pg_toast")
        || schema.startsWith(TEMPORARY);
  }

  /** True for a catalog's relation, which no migration creates. */
  static boolean isSystem(QualifiedName name) {
    return name.schema().map(SearchPath::isSystem).orElse(name.name().startsWith("pg_"));
  }

  private static String canonical(String schema) {
    return schema.startsWith("pg_temp_") ? TEMPORARY : schema;
  }
}
