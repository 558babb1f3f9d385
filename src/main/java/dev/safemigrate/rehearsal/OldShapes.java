package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.rehearsal.RelationFiles.Relation;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads, inserts and updates that name every column that a table has now: what an application does
 * that was written for this shape.
 */
final class OldShapes {

  /** Generated columns are read, but not written. */
  private static final String COLUMNS =
      """
      SELECT a.attname, a.attgenerated = '' AND a.attidentity <> 'a'
        FROM pg_catalog.pg_attribute a
       WHERE a.attrelid = ?::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attnum
      """;

  private final Connection onlooker;
  private final RowFiller rows;

  OldShapes(Connection onlooker, RowFiller rows) {
    this.onlooker = onlooker;
    this.rows = rows;
  }

  /**
   * The statements for those relations that are there.
   *
   * @param known what is there
   * @param touched names of relations, some of which may not be there yet
   */
  List<OldStatement> of(RelationFiles known, Collection<RelationName> touched) throws SQLException {
    Set<RelationName> wanted = new TreeSet<>(touched);
    List<OldStatement> statements = new ArrayList<>();
    for (Relation relation : known.relations().values()) {
      if (wanted.contains(relation.name()) && (relation.isTable() || relation.kind().equals("v"))) {
        add(relation, statements);
      }
    }
    return statements;
  }

  private void add(Relation relation, List<OldStatement> statements) throws SQLException {
    List<String> read = new ArrayList<>();
    List<String> written = new ArrayList<>();
    try (PreparedStatement statement = onlooker.prepareStatement(COLUMNS)) {
      statement.setString(1, ScratchDatabase.sql(relation.name()));
      try (ResultSet columns = statement.executeQuery()) {
        while (columns.next()) {
          String column = Identifiers.quote(columns.getString(1));
          read.add(column);
          if (columns.getBoolean(2)) {
            written.add(column);
          }
        }
      }
    }
    RelationName name = relation.name();
    String table = ScratchDatabase.sql(name);
    QualifiedName qualified = QualifiedName.of(name.schema(), name.name());
    statements.add(
        OldStatement.generated(
            "A read of every column of " + name,
            qualified,
            "SELECT %s FROM %s LIMIT 1".formatted(String.join(", ", read), table)));
    if (!relation.isWritable()) {
      return;
    }
    rows.insert(name)
        .ifPresent(
            insert ->
                statements.add(
                    OldStatement.generated(
                        "An insert into " + name + " as it was before", qualified, insert)));
    if (!written.isEmpty()) {
      statements.add(
          OldStatement.generated(
              "An update of every column of " + name,
              qualified,
              "UPDATE %s SET %s WHERE ctid IN (SELECT ctid FROM %s LIMIT 1)"
                  .formatted(
                      table,
                      written.stream()
                          .map(column -> column + " = " + column)
                          .collect(Collectors.joining(", ")),
                      table)));
    }
  }
}
