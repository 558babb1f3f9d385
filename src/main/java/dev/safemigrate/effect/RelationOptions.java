package dev.safemigrate.effect;

import dev.safemigrate.ast.Option;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Storage parameters: which there are for what, and which lock setting one takes.
 *
 * <p>Source: reloptions.c, where each parameter carries its lock level, and "Storage Parameters" of
 * CREATE TABLE and CREATE INDEX. {@code AlterTableGetRelOptionsLockLevel()} takes the strongest.
 */
final class RelationOptions {

  private static final Set<String> HEAP_LIGHT =
      Set.of(
          "fillfactor",
          "toast_tuple_target",
          "parallel_workers",
          "vacuum_index_cleanup",
          "vacuum_truncate",
          "log_autovacuum_min_duration",
          "vacuum_max_eager_freeze_failure_rate");

  private static final Set<String> AUTOVACUUM =
      Set.of(
          "autovacuum_enabled",
          "autovacuum_vacuum_threshold",
          "autovacuum_vacuum_max_threshold",
          "autovacuum_vacuum_scale_factor",
          "autovacuum_vacuum_insert_threshold",
          "autovacuum_vacuum_insert_scale_factor",
          "autovacuum_analyze_threshold",
          "autovacuum_analyze_scale_factor",
          "autovacuum_vacuum_cost_delay",
          "autovacuum_vacuum_cost_limit",
          "autovacuum_freeze_min_age",
          "autovacuum_freeze_max_age",
          "autovacuum_freeze_table_age",
          "autovacuum_multixact_freeze_min_age",
          "autovacuum_multixact_freeze_max_age",
          "autovacuum_multixact_freeze_table_age");

  private static final Set<String> OLD_OIDS = Set.of("oids");
  private static final Set<String> VIEW = Set.of("security_barrier", "check_option");
  private static final Set<String> INDEX_LIGHT = Set.of("fillfactor", "deduplicate_items");

  private RelationOptions() {}

  /** The lock that setting or resetting the parameters takes. */
  static LockMode lockMode(Relation relation, List<Option> options) {
    boolean light = options.stream().allMatch(option -> isLight(relation, own(option)));
    return light ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
  }

  private static boolean isLight(Relation relation, String option) {
    if (relation instanceof Index) {
      return INDEX_LIGHT.contains(option);
    }
    return HEAP_LIGHT.contains(option) || AUTOVACUUM.contains(option);
  }

  /** What the server answers to a parameter that the relation cannot have. */
  static Optional<Failure> check(Relation relation, List<Option> options, Prediction prediction) {
    if (relation.kind() == RelationKind.PARTITIONED_TABLE && !options.isEmpty()) {
      // partitioned_table_reloptions(): a message of its own since 16.
      return Optional.of(
          prediction.atLeast(16)
              ? new Failure(
                  Prediction.WRONG_OBJECT_TYPE,
                  "cannot specify storage parameters for a partitioned table")
              : new Failure(
                  Prediction.INVALID_PARAMETER, "a partitioned table has no storage parameters"));
    }
    return options.stream()
        .filter(option -> !exists(relation, option, prediction))
        .findFirst()
        .map(
            option ->
                new Failure(
                    Prediction.INVALID_PARAMETER, "unrecognized parameter " + option.name()));
  }

  private static boolean exists(Relation relation, Option option, Prediction prediction) {
    String name = own(option);
    if (relation instanceof Index index) {
      return ofMethod(index.method()).map(names -> names.contains(name)).orElse(true);
    }
    if (relation.kind() == RelationKind.VIEW) {
      return VIEW.contains(name) || name.equals("security_invoker") && prediction.atLeast(15);
    }
    return HEAP_LIGHT.contains(name)
        || AUTOVACUUM.contains(name)
        || OLD_OIDS.contains(name)
        || name.equals("user_catalog_table");
  }

  /** The parameters of an access method; nothing is known of those of extensions. */
  private static Optional<Set<String>> ofMethod(String method) {
    return switch (method) {
      case "btree" -> Optional.of(INDEX_LIGHT);
      case "hash", "spgist" -> Optional.of(Set.of("fillfactor"));
      case "gist" -> Optional.of(Set.of("fillfactor", "buffering"));
      case "gin" -> Optional.of(Set.of("fastupdate", "gin_pending_list_limit"));
      case "brin" -> Optional.of(Set.of("pages_per_range", "autosummarize"));
      default -> Optional.empty();
    };
  }

  /** Without the {@code toast.} in front. */
  private static String own(Option option) {
    return option.name().startsWith("toast.")
        ? option.name().substring("toast.".length())
        : option.name();
  }
}
