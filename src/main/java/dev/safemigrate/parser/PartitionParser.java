package dev.safemigrate.parser;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.ast.PartitionSpecification;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** PARTITION BY and FOR VALUES. */
final class PartitionParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final IndexElements elements;

  PartitionParser(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.elements = new IndexElements(clauses);
  }

  /** OptPartitionSpec. */
  Optional<PartitionSpecification> optionalSpecification() {
    int start = cursor.position();
    if (!cursor.accept(Keyword.PARTITION)) {
      return Optional.empty();
    }
    cursor.expect(Keyword.BY);
    int token = cursor.position();
    String name = cursor.columnId();
    PartitionSpecification.Strategy strategy = null;
    for (PartitionSpecification.Strategy each : PartitionSpecification.Strategy.values()) {
      strategy = each.name().toLowerCase(Locale.ROOT).equals(name) ? each : strategy;
    }
    var keys = elements.partitionKeys();
    if (strategy == null) {
      throw cursor.fail(token, "unrecognized partitioning strategy \"%s\"".formatted(name));
    }
    return Optional.of(new PartitionSpecification(cursor.spanFrom(start), strategy, keys));
  }

  /** PartitionBoundSpec. */
  PartitionBound bound() {
    int start = cursor.position();
    if (cursor.accept(Keyword.DEFAULT)) {
      return new PartitionBound.DefaultPartition(cursor.spanFrom(start));
    }
    cursor.expect(Keyword.FOR, Keyword.VALUES);
    int kind = cursor.position();
    if (cursor.accept(Keyword.IN)) {
      List<Expression> values = clauses.enclosedExpressions();
      return new PartitionBound.InList(cursor.spanFrom(start), values);
    }
    if (cursor.accept(Keyword.FROM)) {
      List<Expression> from = clauses.enclosedExpressions();
      cursor.expect(Keyword.TO);
      List<Expression> to = clauses.enclosedExpressions();
      return new PartitionBound.Range(cursor.spanFrom(start), from, to);
    }
    cursor.expect(Keyword.WITH);
    return hash(start, kind);
  }

  private PartitionBound hash(int start, int with) {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    int modulus = -1;
    int remainder = -1;
    do {
      int token = cursor.position();
      String name = cursor.nonReservedWord();
      int value = clauses.integer();
      if (name.equals("modulus")) {
        refuseTwice(modulus, token, "modulus");
        modulus = value;
      } else if (name.equals("remainder")) {
        refuseTwice(remainder, token, "remainder");
        remainder = value;
      } else {
        throw cursor.fail(
            token, "unrecognized hash partition bound specification \"%s\"".formatted(name));
      }
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    if (modulus < 0) {
      throw cursor.fail(with, "modulus for hash partition must be specified");
    }
    if (remainder < 0) {
      throw cursor.fail(with, "remainder for hash partition must be specified");
    }
    return new PartitionBound.Hash(cursor.spanFrom(start), modulus, remainder);
  }

  private void refuseTwice(int value, int token, String what) {
    if (value >= 0) {
      throw cursor.fail(token, what + " for hash partition provided more than once");
    }
  }
}
