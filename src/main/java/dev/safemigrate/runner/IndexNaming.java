package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.schema.IndexNames;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Gives an index that is built concurrently and has no name the one that the server would choose.
 * The name is journalled before the statement is sent, so that a later run finds what became of it.
 */
final class IndexNaming {

  private final Connection connection;

  IndexNaming(Connection connection) {
    this.connection = connection;
  }

  /** Whether the unit builds an index without a name. */
  static boolean isNeeded(WorkUnit unit) {
    return !unit.transactional() && nameless(unit.statements().get(0)).isPresent();
  }

  /** The first name that is free; empty where there is no such table. */
  Optional<String> choose(WorkUnit unit) throws SQLException {
    CreateIndex index = nameless(unit.statements().get(0)).orElseThrow();
    String sql =
        """
        SELECT t.relname, c.relname IS NULL
        FROM pg_catalog.pg_class t
        LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = t.relnamespace AND c.relname = ?
        WHERE t.oid = pg_catalog.to_regclass(?)
        """;
    String name = IndexNames.candidate(index, index.table().name().name(), 0);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(2, Identifiers.quote(index.table().name()));
      for (int pass = 1; ; pass++) {
        query.setString(1, name);
        try (ResultSet row = query.executeQuery()) {
          if (!row.next()) {
            return Optional.empty();
          }
          if (row.getBoolean(2)) {
            return Optional.of(name);
          }
          name = IndexNames.candidate(index, row.getString(1), pass);
        }
      }
    }
  }

  /** The unit as if its file gave the name. */
  static WorkUnit named(WorkUnit unit, String name) {
    AnalysedStatement analysed = unit.statements().get(0);
    CreateIndex index = nameless(analysed).orElseThrow();
    CreateIndex named =
        new CreateIndex(
            index.span(),
            Optional.of(name),
            index.table(),
            index.unique(),
            index.concurrently(),
            index.ifNotExists(),
            index.method(),
            index.columns(),
            index.include(),
            index.nullsNotDistinct(),
            index.options(),
            index.tablespace(),
            index.where());
    String sql = withName(analysed.sql(), name);
    return new WorkUnit(
        List.of(analysed.withStatement(named).withSql(sql)), unit.transactional(), unit.backfill());
  }

  /** Nothing but the name stands between CONCURRENTLY and ON. */
  static String withName(String sql, String name) {
    Tokens tokens = Lexer.read(sql);
    int on = 0;
    while (!tokens.spells(on, "on")) {
      on++;
    }
    return sql.substring(0, tokens.start(on))
        + Identifiers.quote(name)
        + " "
        + sql.substring(tokens.start(on));
  }

  private static Optional<CreateIndex> nameless(AnalysedStatement analysed) {
    return analysed.statement() instanceof CreateIndex index
            && index.concurrently()
            && index.name().isEmpty()
        ? Optional.of(index)
        : Optional.empty();
  }
}
