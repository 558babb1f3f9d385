package dev.safemigrate.parser;

import dev.safemigrate.ast.QualifiedName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;

/** Asks JSqlParser's tree what it names. */
final class TreeFacts extends TablesNamesFinder<Void> {

  final Set<QualifiedName> reads = new LinkedHashSet<>();
  final Set<QualifiedName> writes = new LinkedHashSet<>();
  final Set<String> columns = new LinkedHashSet<>();
  final Set<QualifiedName> functions = new LinkedHashSet<>();
  boolean subquery;

  private final Set<Table> targets = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> commonTables = new LinkedHashSet<>();

  private TreeFacts() {
    init(false);
  }

  static TreeFacts of(Statement statement) {
    TreeFacts facts = new TreeFacts();
    statement.accept(facts, null);
    facts.dropCommonTables();
    return facts;
  }

  static TreeFacts of(Expression expression) {
    TreeFacts facts = new TreeFacts();
    expression.accept(facts, null);
    facts.dropCommonTables();
    return facts;
  }

  /** The WHERE of the outermost statement. */
  static Optional<Expression> where(Statement statement) {
    if (statement instanceof PlainSelect select) {
      return Optional.ofNullable(select.getWhere());
    }
    if (statement instanceof Update update) {
      return Optional.ofNullable(update.getWhere());
    }
    if (statement instanceof Delete delete) {
      return Optional.ofNullable(delete.getWhere());
    }
    return Optional.empty();
  }

  @Override
  public <S> Void visit(Table table, S context) {
    if (!targets.contains(table)) {
      reads.add(nameOf(table));
    }
    return super.visit(table, context);
  }

  @Override
  public <S> Void visit(WithItem<?> item, S context) {
    commonTables.add(fold(item.getAliasName()));
    return super.visit(item, context);
  }

  @Override
  public <S> Void visit(Insert insert, S context) {
    target(insert.getTable());
    return super.visit(insert, context);
  }

  @Override
  public <S> Void visit(Update update, S context) {
    target(update.getTable());
    update
        .getUpdateSets()
        .forEach(set -> set.getColumns().forEach(column -> visit(column, context)));
    return super.visit(update, context);
  }

  @Override
  public <S> Void visit(Delete delete, S context) {
    target(delete.getTable());
    return super.visit(delete, context);
  }

  @Override
  public <S> Void visit(Merge merge, S context) {
    target(merge.getTable());
    return super.visit(merge, context);
  }

  @Override
  public <S> Void visit(PlainSelect select, S context) {
    super.visit(select, context);
    if (select.getGroupBy() != null && select.getGroupBy().getGroupByExpressionList() != null) {
      for (Object expression : select.getGroupBy().getGroupByExpressionList()) {
        ((Expression) expression).accept(this, context);
      }
    }
    order(select.getOrderByElements(), context);
    return null;
  }

  @Override
  public <S> Void visit(ParenthesedSelect select, S context) {
    subquery = true;
    return super.visit(select, context);
  }

  @Override
  public <S> Void visit(Column column, S context) {
    String name = column.getColumnName();
    // JSqlParser takes words without parentheses, such as current_user, for columns.
    if (column.getTable() == null && SessionWords.isOne(name)) {
      functions.add(SessionWords.function(name));
    } else {
      columns.add(fold(name));
    }
    return super.visit(column, context);
  }

  @Override
  public <S> Void visit(Function function, S context) {
    functions.add(nameOf(function.getMultipartName()));
    order(function.getOrderByElements(), context);
    return super.visit(function, context);
  }

  @Override
  public <S> Void visit(TableFunction function, S context) {
    for (Function called : function.getFunctions()) {
      visit(called, context);
    }
    return null;
  }

  @Override
  public <S> Void visit(AnalyticExpression expression, S context) {
    functions.add(QualifiedName.of(fold(expression.getName())));
    if (expression.getPartitionExpressionList() != null) {
      for (Object part : expression.getPartitionExpressionList()) {
        ((Expression) part).accept(this, context);
      }
    }
    order(expression.getOrderByElements(), context);
    return super.visit(expression, context);
  }

  @Override
  public <S> Void visit(TimeKeyExpression expression, S context) {
    String word = expression.getStringValue().replaceAll("\\(.*", "").strip();
    functions.add(SessionWords.function(word));
    return super.visit(expression, context);
  }

  private <S> void order(@Nullable List<OrderByElement> elements, S context) {
    if (elements != null) {
      elements.forEach(element -> element.getExpression().accept(this, context));
    }
  }

  private void target(Table table) {
    targets.add(table);
    writes.add(nameOf(table));
  }

  /** A name of WITH hides the table of that name in the whole statement, which is nearly so. */
  private void dropCommonTables() {
    reads.removeIf(name -> name.parts().size() == 1 && commonTables.contains(name.name()));
  }

  private static QualifiedName nameOf(Table table) {
    List<String> parts = new ArrayList<>(table.getNameParts());
    // JSqlParser keeps the parts from the table outwards.
    Collections.reverse(parts);
    return nameOf(parts);
  }

  private static QualifiedName nameOf(List<String> parts) {
    return new QualifiedName(
        parts.stream()
            .filter(part -> part != null && !part.isEmpty())
            .map(TreeFacts::fold)
            .toList());
  }

  private static String fold(String identifier) {
    return SessionWords.fold(identifier);
  }
}
