package dev.safemigrate.ast;

import java.util.List;
import java.util.Optional;

/** Writes views, types, domains, sequences, schemas, extensions, statistics and publications. */
final class DefinitionWriter {

  private DefinitionWriter() {}

  static SqlText createView(CreateView view) {
    SqlText text = new SqlText().add("CREATE").addIf(view.replace(), "OR REPLACE");
    TableWriter.persistence(text, view.persistence());
    text.addIf(view.recursive(), "RECURSIVE").add("VIEW").name(view.name()).columns(view.columns());
    ConstraintWriter.with(text, view.options());
    return text.add("AS")
        .add(view.query().text())
        .optional("WITH", view.checkOption(), (into, option) -> into.add(option + " CHECK OPTION"));
  }

  static SqlText refresh(RefreshMaterializedView refresh) {
    return new SqlText()
        .add("REFRESH MATERIALIZED VIEW")
        .addIf(refresh.concurrently(), "CONCURRENTLY")
        .name(refresh.name())
        .addIf(!refresh.withData(), "WITH NO DATA");
  }

  static SqlText createEnum(CreateEnum type) {
    return new SqlText()
        .add("CREATE TYPE")
        .name(type.name())
        .add("AS ENUM")
        .parenthesised(type.labels(), SqlText::string);
  }

  static SqlText createComposite(CreateCompositeType type) {
    return new SqlText()
        .add("CREATE TYPE")
        .name(type.name())
        .add("AS")
        .parenthesised(type.attributes(), ConstraintWriter::column);
  }

  static SqlText createRange(CreateRangeType type) {
    return new SqlText()
        .add("CREATE TYPE")
        .name(type.name())
        .add("AS RANGE")
        .parenthesised(type.options(), ConstraintWriter::option);
  }

  static SqlText alterType(AlterType type) {
    return new SqlText()
        .add("ALTER TYPE")
        .name(type.name())
        .add("SET")
        .parenthesised(type.options(), ConstraintWriter::option);
  }

  static SqlText alterEnum(AlterEnum type) {
    SqlText text = new SqlText().add("ALTER TYPE").name(type.type());
    if (type.oldLabel().isPresent()) {
      return text.add("RENAME VALUE")
          .string(type.oldLabel().get())
          .add("TO")
          .string(type.newLabel());
    }
    return text.add("ADD VALUE")
        .addIf(type.ifNotExists(), "IF NOT EXISTS")
        .string(type.newLabel())
        .optional(type.after() ? "AFTER" : "BEFORE", type.neighbour(), SqlText::string);
  }

  static SqlText createDomain(CreateDomain domain) {
    SqlText text = new SqlText().add("CREATE DOMAIN").name(domain.name()).add("AS");
    ConstraintWriter.type(text, domain.type());
    text.optional("COLLATE", domain.collation(), SqlText::name);
    domain
        .constraints()
        .forEach(constraint -> ConstraintWriter.constraint(text, constraint, false));
    return text;
  }

  static SqlText alterDomain(AlterDomain domain) {
    SqlText text = new SqlText().add("ALTER DOMAIN").name(domain.name());
    DomainAction action = domain.action();
    if (action instanceof DomainAction.SetDefault set) {
      text.add("SET DEFAULT").add(set.value().text());
    } else if (action instanceof DomainAction.DropDefault) {
      text.add("DROP DEFAULT");
    } else if (action instanceof DomainAction.SetNotNull) {
      text.add("SET NOT NULL");
    } else if (action instanceof DomainAction.DropNotNull) {
      text.add("DROP NOT NULL");
    } else if (action instanceof DomainAction.AddConstraint add) {
      ConstraintWriter.tableConstraint(text.add("ADD"), add.constraint());
    } else if (action instanceof DomainAction.DropConstraint drop) {
      text.add("DROP CONSTRAINT")
          .addIf(drop.ifExists(), "IF EXISTS")
          .name(drop.constraint())
          .addIf(drop.cascade(), "CASCADE");
    } else if (action instanceof DomainAction.ValidateConstraint validate) {
      text.add("VALIDATE CONSTRAINT").name(validate.constraint());
    }
    return text;
  }

  static SqlText createSequence(CreateSequence sequence) {
    SqlText text = new SqlText().add("CREATE");
    TableWriter.persistence(text, sequence.persistence());
    text.add("SEQUENCE").addIf(sequence.ifNotExists(), "IF NOT EXISTS").name(sequence.name());
    ConstraintWriter.sequenceOptions(text, sequence.options());
    return text;
  }

  static SqlText alterSequence(AlterSequence sequence) {
    SqlText text =
        new SqlText()
            .add("ALTER SEQUENCE")
            .addIf(sequence.ifExists(), "IF EXISTS")
            .name(sequence.name());
    ConstraintWriter.sequenceOptions(text, sequence.options());
    return text;
  }

  static SqlText createSchema(CreateSchema schema) {
    SqlText text =
        new SqlText()
            .add("CREATE SCHEMA")
            .addIf(schema.ifNotExists(), "IF NOT EXISTS")
            .optional("", schema.name(), SqlText::name)
            .optional("AUTHORIZATION", schema.owner(), ObjectWriter::role);
    schema.elements().forEach(element -> text.add(SqlWriter.writeNested(element)));
    return text;
  }

  static SqlText createExtension(CreateExtension extension) {
    SqlText text =
        new SqlText()
            .add("CREATE EXTENSION")
            .addIf(extension.ifNotExists(), "IF NOT EXISTS")
            .name(extension.name());
    for (Option option : extension.options()) {
      text.add(option.name());
      if (option.name().equals("SCHEMA")) {
        text.optional("", option.value(), SqlText::name);
      } else {
        text.optional("", option.value(), SqlText::string);
      }
    }
    return text;
  }

  static SqlText createStatistics(CreateStatistics statistics) {
    return new SqlText()
        .add("CREATE STATISTICS")
        .addIf(statistics.ifNotExists(), "IF NOT EXISTS")
        .optional("", statistics.name(), SqlText::name)
        .columns(statistics.kinds())
        .add("ON")
        .list(statistics.expressions(), ConstraintWriter::indexColumn)
        .add("FROM")
        .list(statistics.relations(), SqlText::name);
  }

  static SqlText alterStatistics(AlterStatistics statistics) {
    return new SqlText()
        .add("ALTER STATISTICS")
        .addIf(statistics.ifExists(), "IF EXISTS")
        .name(statistics.name())
        .add("SET STATISTICS")
        .add(statistics.target().map(String::valueOf).orElse("DEFAULT"));
  }

  static SqlText createPublication(CreatePublication publication) {
    SqlText text = new SqlText().add("CREATE PUBLICATION").name(publication.name());
    text.addIf(publication.allTables(), "FOR ALL TABLES");
    if (!publication.objects().isEmpty()) {
      text.add("FOR").list(publication.objects(), DefinitionWriter::published);
    }
    ConstraintWriter.with(text, publication.options());
    return text;
  }

  static SqlText alterPublication(AlterPublication publication) {
    SqlText text = new SqlText().add("ALTER PUBLICATION").name(publication.name());
    return publication.change() == AlterPublication.Change.SET_OPTIONS
        ? text.add("SET").parenthesised(publication.options(), ConstraintWriter::option)
        : text.add(publication.change().name())
            .list(publication.objects(), DefinitionWriter::published);
  }

  private static void published(SqlText text, PublicationObject object) {
    if (object instanceof PublicationObject.Table table) {
      text.add("TABLE")
          .relation(table.table())
          .columns(table.columns())
          .optional("WHERE", table.where(), SqlText::enclosed);
    } else if (object instanceof PublicationObject.TablesInSchema tables) {
      text.add("TABLES IN SCHEMA")
          .add(tables.schema().map(Identifiers::quote).orElse("CURRENT_SCHEMA"));
    }
  }

  // ---- maintenance

  static SqlText lock(LockTable lock) {
    return new SqlText()
        .add("LOCK TABLE")
        .list(lock.tables(), SqlText::relation)
        .add("IN")
        .add(lock.mode())
        .add("MODE")
        .addIf(lock.nowait(), "NOWAIT");
  }

  static SqlText truncate(Truncate truncate) {
    return new SqlText()
        .add("TRUNCATE TABLE")
        .list(truncate.tables(), SqlText::relation)
        .addIf(truncate.restartIdentity(), "RESTART IDENTITY")
        .addIf(truncate.cascade(), "CASCADE");
  }

  static SqlText reindex(Reindex reindex) {
    SqlText text = new SqlText().add("REINDEX");
    utilityOptions(text, reindex.options());
    boolean inOptions =
        reindex.options().stream().anyMatch(option -> option.name().equals("concurrently"));
    return text.add(reindex.target().name())
        .addIf(reindex.concurrently() && !inOptions, "CONCURRENTLY")
        .optional("", reindex.name(), SqlText::name);
  }

  static SqlText cluster(Cluster cluster) {
    SqlText text = new SqlText().add("CLUSTER");
    utilityOptions(text, cluster.options());
    return text.optional("", cluster.table(), SqlText::name).optionalName("USING", cluster.index());
  }

  static SqlText vacuum(Vacuum vacuum) {
    SqlText text = new SqlText().add(vacuum.vacuum() ? "VACUUM" : "ANALYZE");
    utilityOptions(text, vacuum.options());
    return text.list(
        vacuum.targets(),
        (into, target) -> into.relation(target.table()).columns(target.columns()));
  }

  private static void utilityOptions(SqlText text, List<Option> options) {
    if (!options.isEmpty()) {
      text.parenthesised(
          options,
          (into, option) -> {
            into.add(
                option.name().equals("analyze") ? "ANALYZE" : Identifiers.quote(option.name()));
            ConstraintWriter.value(into, option);
          });
    }
  }

  // ---- settings and transactions

  static SqlText setVariable(SetVariable set) {
    if (set.kind() == SetVariable.Kind.RESET_ALL) {
      return new SqlText().add("RESET ALL");
    }
    SqlText text =
        new SqlText()
            .add(set.kind() == SetVariable.Kind.RESET ? "RESET" : "SET")
            .addIf(set.local(), "LOCAL");
    if (set.kind() == SetVariable.Kind.SET_MULTI) {
      return multiple(text, set);
    }
    String first = set.values().stream().findFirst().orElse("");
    if (set.name().equals("timezone") && first.startsWith("INTERVAL ")) {
      return text.add("TIME ZONE").add(first);
    }
    text.name(QualifiedName.of(set.name().split("\\.", -1)));
    return switch (set.kind()) {
      case SET_DEFAULT -> text.add("TO DEFAULT");
      case SET_CURRENT -> text.add("FROM CURRENT");
      case SET_VALUE -> text.add("TO").list(set.values(), SqlText::string);
      default -> text;
    };
  }

  private static SqlText multiple(SqlText text, SetVariable set) {
    return switch (set.name()) {
      case "SESSION CHARACTERISTICS" ->
          text.add("SESSION CHARACTERISTICS AS TRANSACTION").list(set.values(), SqlText::add);
      case "TRANSACTION SNAPSHOT" ->
          text.add("TRANSACTION SNAPSHOT").list(set.values(), SqlText::string);
      default -> text.add("TRANSACTION").list(set.values(), SqlText::add);
    };
  }

  static SqlText setConstraints(SetConstraints set) {
    return new SqlText()
        .add("SET CONSTRAINTS")
        .addIf(set.constraints().isEmpty(), "ALL")
        .list(set.constraints(), SqlText::name)
        .add(set.deferred() ? "DEFERRED" : "IMMEDIATE");
  }

  static SqlText transaction(TransactionControl transaction) {
    SqlText text = new SqlText().add(words(transaction.kind()));
    Optional<String> name = transaction.name();
    switch (transaction.kind()) {
      case PREPARE, COMMIT_PREPARED, ROLLBACK_PREPARED -> text.optional("", name, SqlText::string);
      default -> text.optional("", name, SqlText::name);
    }
    return text.list(transaction.modes(), SqlText::add).addIf(transaction.chain(), "AND CHAIN");
  }

  private static String words(TransactionControl.Kind kind) {
    return switch (kind) {
      case START -> "START TRANSACTION";
      case RELEASE -> "RELEASE SAVEPOINT";
      case ROLLBACK_TO -> "ROLLBACK TO SAVEPOINT";
      case PREPARE -> "PREPARE TRANSACTION";
      default -> kind.name().replace('_', ' ');
    };
  }
}
