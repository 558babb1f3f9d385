package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterDomain;
import dev.safemigrate.ast.AlterPublication;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreatePublication;
import dev.safemigrate.ast.CreateStatistics;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.DomainAction;
import dev.safemigrate.ast.Explain;
import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PublicationObject;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TableElement;
import dev.safemigrate.ast.Vacuum;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which grammar a server of a version does not know yet: it answers with a syntax error.
 *
 * <p>Source: the release notes of PostgreSQL 15 to 18, "Migration to Version" and "Changes", and
 * gram.y of each version.
 */
final class SyntaxVersions {

  private static final String SYNTAX_ERROR = "42601";

  /** Options in parentheses that a version introduced, by the statement that has them. */
  private static final Map<String, Integer> VACUUM_OPTIONS =
      Map.of(
          "process_main", 16,
          "skip_database_stats", 16,
          "only_database_stats", 16,
          "buffer_usage_limit", 16);

  private static final Map<String, Integer> COPY_OPTIONS =
      Map.of("default", 16, "on_error", 17, "log_verbosity", 17, "reject_limit", 18);
  private static final Map<String, Integer> EXPLAIN_OPTIONS =
      Map.of("generic_plan", 16, "serialize", 17, "memory", 17);

  private final int version;

  SyntaxVersions(ServerVersion version) {
    this.version = version.major();
  }

  /** The failure of a statement whose grammar is newer than the server. */
  Optional<Failure> check(Statement statement) {
    return since(statement)
        .filter(feature -> feature.since() > version)
        .map(
            feature ->
                new Failure(
                    SYNTAX_ERROR,
                    "%s came with PostgreSQL %d".formatted(feature.name(), feature.since())));
  }

  private record Feature(String name, int since) {}

  private static Optional<Feature> feature(boolean used, String name, int since) {
    return used ? Optional.of(new Feature(name, since)) : Optional.empty();
  }

  private static Optional<Feature> newest(List<Optional<Feature>> features) {
    return features.stream()
        .flatMap(Optional::stream)
        .max((a, b) -> Integer.compare(a.since(), b.since()));
  }

  private Optional<Feature> since(Statement statement) {
    if (statement instanceof AlterTable alter) {
      return newest(alter.actions().stream().map(SyntaxVersions::since).toList());
    }
    if (statement instanceof CreateTable create) {
      return newest(create.elements().stream().map(SyntaxVersions::since).toList());
    }
    if (statement instanceof Merge) {
      return feature(true, "MERGE", 15);
    }
    if (statement instanceof CreateIndex index) {
      return feature(index.nullsNotDistinct(), "NULLS NOT DISTINCT", 15);
    }
    if (statement instanceof CreatePublication publication) {
      return published(publication.objects());
    }
    if (statement instanceof AlterPublication publication) {
      return published(publication.objects());
    }
    if (statement instanceof CreateStatistics statistics) {
      return feature(statistics.name().isEmpty(), "CREATE STATISTICS without a name", 16);
    }
    if (statement instanceof AlterDomain domain
        && domain.action() instanceof DomainAction.AddConstraint add) {
      return feature(
          add.constraint() instanceof Constraint.NotNull,
          "NOT NULL as a constraint of a domain",
          17);
    }
    if (statement instanceof Grant grant) {
      return feature(
          grant.privileges().stream().anyMatch(p -> p.name().equals("MAINTAIN")),
          "the privilege MAINTAIN",
          17);
    }
    if (statement instanceof Reindex reindex) {
      boolean whole =
          reindex.target() == Reindex.Target.DATABASE || reindex.target() == Reindex.Target.SYSTEM;
      return feature(whole && reindex.name().isEmpty(), "REINDEX without a database name", 16);
    }
    return withOptions(statement);
  }

  private Optional<Feature> withOptions(Statement statement) {
    if (statement instanceof Vacuum vacuum) {
      boolean only = vacuum.targets().stream().anyMatch(t -> t.table().only());
      return newest(
          List.of(
              feature(only, "ONLY in VACUUM and ANALYZE", 18),
              option(vacuum.options(), VACUUM_OPTIONS),
              feature(!vacuum.vacuum() && has(vacuum.options(), "buffer_usage_limit"), "it", 16)));
    }
    if (statement instanceof Copy copy) {
      return copy.query().flatMap(this::since).or(() -> option(copy.options(), COPY_OPTIONS));
    }
    if (statement instanceof Explain explain) {
      return newest(
          List.of(option(explain.options(), EXPLAIN_OPTIONS), since(explain.statement())));
    }
    return Optional.empty();
  }

  private static boolean has(List<Option> options, String name) {
    return options.stream().anyMatch(o -> o.name().equals(name));
  }

  private static Optional<Feature> option(List<Option> options, Map<String, Integer> since) {
    return newest(
        options.stream()
            .map(
                o ->
                    feature(
                        since.containsKey(o.name()),
                        "the option " + o.name(),
                        since.getOrDefault(o.name(), 0)))
            .toList());
  }

  private static Optional<Feature> published(List<PublicationObject> objects) {
    return newest(
        objects.stream()
            .map(
                object -> {
                  if (object instanceof PublicationObject.Table table) {
                    boolean part = !table.columns().isEmpty() || table.where().isPresent();
                    return feature(part, "a column list or row filter of a publication", 15);
                  }
                  return feature(true, "TABLES IN SCHEMA", 15);
                })
            .toList());
  }

  private static Optional<Feature> since(TableElement element) {
    if (element instanceof TableElement.Column column) {
      return since(column.definition());
    }
    if (element instanceof TableElement.TableConstraint table) {
      boolean notNull = table.constraint() instanceof Constraint.NotNull;
      return newest(
          List.of(
              feature(notNull, "NOT NULL as a table constraint", 18), since(table.constraint())));
    }
    return Optional.empty();
  }

  private static Optional<Feature> since(ColumnDefinition column) {
    List<Optional<Feature>> features =
        new java.util.ArrayList<>(
            column.constraints().stream().map(SyntaxVersions::since).toList());
    features.add(feature(column.storage().isPresent(), "STORAGE of a new column", 16));
    return newest(features);
  }

  private static Optional<Feature> since(Constraint constraint) {
    if (constraint instanceof Constraint.Generated generated) {
      return feature(!generated.stored(), "a virtual generated column", 18);
    }
    if (constraint instanceof Constraint.AttributeClause clause) {
      boolean enforcement =
          clause.kind() == Constraint.AttributeClause.Kind.ENFORCED
              || clause.kind() == Constraint.AttributeClause.Kind.NOT_ENFORCED;
      return feature(enforcement, "ENFORCED and NOT ENFORCED", 18);
    }
    if (constraint instanceof Constraint.Check check) {
      return since(check.attributes());
    }
    if (constraint instanceof Constraint.NotNull notNull) {
      boolean attributes = notNull.attributes().notValid() || notNull.attributes().noInherit();
      return feature(attributes, "NOT NULL with NOT VALID or NO INHERIT", 18);
    }
    if (constraint instanceof Constraint.Key key) {
      return newest(
          List.of(
              feature(key.nullsNotDistinct(), "NULLS NOT DISTINCT", 15),
              feature(key.withoutOverlaps(), "WITHOUT OVERLAPS", 18)));
    }
    if (constraint instanceof Constraint.ForeignKey key) {
      return newest(
          List.of(
              since(key.attributes()),
              feature(key.period(), "PERIOD", 18),
              feature(!key.onDeleteColumns().isEmpty(), "columns behind ON DELETE SET", 15)));
    }
    return Optional.empty();
  }

  private static Optional<Feature> since(ConstraintAttributes attributes) {
    return feature(attributes.enforced().isPresent(), "ENFORCED and NOT ENFORCED", 18);
  }

  private static Optional<Feature> since(AlterTableAction action) {
    if (action instanceof AlterTableAction.AddColumn add) {
      return since(add.column());
    }
    if (action instanceof AlterTableAction.AddConstraint add) {
      return since(new TableElement.TableConstraint(add.constraint()));
    }
    if (action instanceof AlterTableAction.AlterConstraint alter) {
      boolean newer = alter.enforced().isPresent() || alter.inherit().isPresent();
      return feature(newer, "ALTER CONSTRAINT of enforcement and inheritance", 18);
    }
    if (action instanceof AlterTableAction.SetAccessMethod method) {
      return feature(true, "SET ACCESS METHOD", method.method().isPresent() ? 15 : 17);
    }
    if (action instanceof AlterTableAction.SetStatistics statistics) {
      return feature(statistics.target().isEmpty(), "SET STATISTICS DEFAULT", 17);
    }
    if (action instanceof AlterTableAction.SetStorage storage) {
      return feature(storage.storage().equals("DEFAULT"), "SET STORAGE DEFAULT", 16);
    }
    if (action instanceof AlterTableAction.SetExpression) {
      return feature(true, "SET EXPRESSION", 17);
    }
    return Optional.empty();
  }
}
