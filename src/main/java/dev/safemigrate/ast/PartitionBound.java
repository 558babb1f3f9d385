package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** The values that a partition takes. */
public sealed interface PartitionBound {

  Span span();

  /** DEFAULT: the rows that no other partition takes. */
  record DefaultPartition(Span span) implements PartitionBound {}

  /** FOR VALUES IN (...): the texts of the expressions. */
  record InList(Span span, List<Expression> values) implements PartitionBound {

    public InList {
      values = List.copyOf(values);
    }
  }

  /** FOR VALUES FROM (...) TO (...); MINVALUE and MAXVALUE are texts like others. */
  record Range(Span span, List<Expression> from, List<Expression> to) implements PartitionBound {

    public Range {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }
  }

  /** FOR VALUES WITH (MODULUS m, REMAINDER r). */
  record Hash(Span span, int modulus, int remainder) implements PartitionBound {}
}
