package dev.safemigrate.schema;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.IndexColumn;
import java.util.ArrayList;
import java.util.List;

/** The names that a server tries, one after the other, for an index that was given none. */
public final class IndexNames {

  private IndexNames() {}

  /**
   * The name of one pass; the first that no relation of the schema has is taken.
   *
   * @param table the table's own name, as the catalog has it
   * @param pass from 0
   */
  public static String candidate(CreateIndex index, String table, int pass) {
    List<String> columns = new ArrayList<>();
    index.columns().forEach(key -> columns.add(columnName(key)));
    index.include().forEach(column -> columns.add(columnName(column)));
    return ObjectNames.join(
        table,
        ObjectNames.addition(ObjectNames.distinct(columns)),
        pass == 0 ? "idx" : "idx" + pass);
  }

  private static String columnName(IndexColumn key) {
    return key.column()
        .orElseGet(
            () ->
                key.expression()
                    .map(Expression::text)
                    .map(ExpressionTokens::indexName)
                    .orElse("expr"));
  }
}
