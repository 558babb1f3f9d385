package dev.safemigrate.schema;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.QueryReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An expression as the schema keeps it: its text and, on request, what it is made of.
 *
 * <p>Reading is put off until somebody asks, since most expressions are never asked for.
 */
public final class StoredExpression {

  private final Expression source;
  private final QueryReader reader;
  private final Map<String, String> renamedColumns;
  private final Set<ObjectId> references;
  private volatile @Nullable ExpressionFacts facts;

  StoredExpression(Expression source, QueryReader reader, Set<ObjectId> references) {
    this(source, reader, Map.of(), references);
  }

  private StoredExpression(
      Expression source,
      QueryReader reader,
      Map<String, String> renamedColumns,
      Set<ObjectId> references) {
    this.source = source;
    this.reader = reader;
    this.renamedColumns = Map.copyOf(renamedColumns);
    this.references = Set.copyOf(references);
  }

  /** The words of the file; columns renamed since keep their old names here. */
  public String text() {
    return source.text();
  }

  public Expression source() {
    return source;
  }

  /** Sequences and functions of the schema that it names. */
  public Set<ObjectId> references() {
    return references;
  }

  /** What it is made of, under the columns' names of today. */
  public ExpressionFacts facts() {
    ExpressionFacts known = facts;
    if (known == null) {
      known = withRenames(reader.expression(source.text()));
      facts = known;
    }
    return known;
  }

  /** The same expression after a column was renamed. */
  StoredExpression renamed(String from, String to) {
    if (!facts().columns().contains(from)) {
      return this;
    }
    Map<String, String> renames = new HashMap<>(renamedColumns);
    renames.replaceAll((original, current) -> current.equals(from) ? to : current);
    renames.putIfAbsent(from, to);
    return new StoredExpression(source, reader, renames, references);
  }

  private ExpressionFacts withRenames(ExpressionFacts read) {
    if (renamedColumns.isEmpty()) {
      return read;
    }
    return new ExpressionFacts(
        renamed(read.columns()),
        read.functions(),
        read.constant(),
        read.bareColumn().map(this::currentName),
        read.cast(),
        read.conjuncts(),
        renamed(read.notNullColumns()),
        read.subquery(),
        read.opaque());
  }

  private Set<String> renamed(Set<String> columns) {
    return columns.stream().map(this::currentName).collect(Collectors.toUnmodifiableSet());
  }

  private String currentName(String column) {
    return renamedColumns.getOrDefault(column, column);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredExpression that
        && source.text().equals(that.source.text())
        && renamedColumns.equals(that.renamedColumns)
        && references.equals(that.references);
  }

  @Override
  public int hashCode() {
    return source.text().hashCode();
  }

  @Override
  public String toString() {
    return source.text();
  }
}
