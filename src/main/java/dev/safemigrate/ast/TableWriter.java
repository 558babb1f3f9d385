package dev.safemigrate.ast;

import java.util.List;

/** Writes tables and what is changed in them. */
final class TableWriter {

  private TableWriter() {}

  static SqlText createTable(CreateTable table) {
    SqlText text = new SqlText().add("CREATE");
    persistence(text, table.persistence());
    text.add(table.foreignServer().isPresent() ? "FOREIGN TABLE" : "TABLE")
        .addIf(table.ifNotExists(), "IF NOT EXISTS")
        .name(table.name())
        .optional("OF", table.ofType(), ConstraintWriter::type)
        .optional("PARTITION OF", table.partitionOf(), SqlText::name);
    boolean mayOmitElements = table.ofType().isPresent() || table.partitionOf().isPresent();
    if (!table.elements().isEmpty() || !mayOmitElements) {
      text.parenthesised(table.elements(), TableWriter::element);
    }
    text.optional("", table.bound(), TableWriter::bound);
    if (!table.inherits().isEmpty()) {
      text.add("INHERITS").parenthesised(table.inherits(), SqlText::name);
    }
    text.optional("", table.partitionBy(), TableWriter::partitionBy)
        .optionalName("USING", table.accessMethod())
        .optionalName("SERVER", table.foreignServer());
    if (table.foreignServer().isEmpty()) {
      ConstraintWriter.with(text, table.options());
    } else if (!table.options().isEmpty()) {
      ConstraintWriter.foreignOptions(text, table.options());
    }
    return text.optional("ON COMMIT", table.onCommit(), SqlText::add)
        .optionalName("TABLESPACE", table.tablespace());
  }

  static SqlText createTableAs(CreateTableAs table) {
    SqlText text = new SqlText().add("CREATE");
    persistence(text, table.persistence());
    text.add(table.materializedView() ? "MATERIALIZED VIEW" : "TABLE")
        .addIf(table.ifNotExists(), "IF NOT EXISTS")
        .name(table.name())
        .columns(table.columns())
        .optionalName("USING", table.accessMethod());
    ConstraintWriter.with(text, table.options());
    return text.optional("ON COMMIT", table.onCommit(), SqlText::add)
        .optionalName("TABLESPACE", table.tablespace())
        .add("AS")
        .add(table.query().text())
        .addIf(!table.withData(), "WITH NO DATA");
  }

  static SqlText createIndex(CreateIndex index) {
    SqlText text =
        new SqlText()
            .add("CREATE")
            .addIf(index.unique(), "UNIQUE")
            .add("INDEX")
            .addIf(index.concurrently(), "CONCURRENTLY")
            .addIf(index.ifNotExists(), "IF NOT EXISTS")
            .optional("", index.name(), SqlText::name)
            .add("ON")
            .relation(index.table())
            .add("USING")
            .name(index.method())
            .parenthesised(index.columns(), ConstraintWriter::indexColumn);
    if (!index.include().isEmpty()) {
      text.add("INCLUDE").parenthesised(index.include(), ConstraintWriter::indexColumn);
    }
    text.addIf(index.nullsNotDistinct(), "NULLS NOT DISTINCT");
    ConstraintWriter.with(text, index.options());
    return text.optionalName("TABLESPACE", index.tablespace())
        .optional("WHERE", index.where(), (into, where) -> into.add(where.text()));
  }

  static SqlText alterTable(AlterTable alter) {
    ActionWriter actions = new ActionWriter(alter.objectType() == ObjectType.TYPE);
    return new SqlText()
        .add("ALTER")
        .add(alter.objectType().sqlName())
        .addIf(alter.ifExists(), "IF EXISTS")
        .relation(alter.relation())
        .list(alter.actions(), (text, action) -> text.add(action.accept(actions).toString()));
  }

  static SqlText moveAll(AlterTableAllInTablespace move) {
    return new SqlText()
        .add("ALTER")
        .add(move.objectType().sqlName())
        .add("ALL IN TABLESPACE")
        .name(move.tablespace())
        .addIf(!move.ownedBy().isEmpty(), "OWNED BY")
        .list(move.ownedBy(), ObjectWriter::role)
        .add("SET TABLESPACE")
        .name(move.newTablespace())
        .addIf(move.nowait(), "NOWAIT");
  }

  static void persistence(SqlText text, PersistenceKind persistence) {
    text.addIf(persistence != PersistenceKind.PERMANENT, persistence.name());
  }

  static void bound(SqlText text, PartitionBound bound) {
    if (bound instanceof PartitionBound.DefaultPartition) {
      text.add("DEFAULT");
    } else if (bound instanceof PartitionBound.InList list) {
      text.add("FOR VALUES IN");
      expressions(text, list.values());
    } else if (bound instanceof PartitionBound.Range range) {
      text.add("FOR VALUES FROM");
      expressions(text, range.from());
      text.add("TO");
      expressions(text, range.to());
    } else if (bound instanceof PartitionBound.Hash hash) {
      text.add(
          "FOR VALUES WITH (MODULUS %d, REMAINDER %d)".formatted(hash.modulus(), hash.remainder()));
    }
  }

  private static void expressions(SqlText text, List<Expression> expressions) {
    text.parenthesised(expressions, (into, expression) -> into.add(expression.text()));
  }

  private static void partitionBy(SqlText text, PartitionSpecification specification) {
    text.add("PARTITION BY")
        .add(specification.strategy().name())
        .parenthesised(specification.keys(), ConstraintWriter::indexColumn);
  }

  private static void element(SqlText text, TableElement element) {
    if (element instanceof TableElement.Column column) {
      ConstraintWriter.column(text, column.definition());
    } else if (element instanceof TableElement.TableConstraint constraint) {
      ConstraintWriter.tableConstraint(text, constraint.constraint());
    } else if (element instanceof TableElement.Like like) {
      text.add("LIKE").name(like.source());
      like.options()
          .forEach(
              option ->
                  text.add(option.including() ? "INCLUDING" : "EXCLUDING").add(option.name()));
    }
  }
}
