package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** VACUUM or, when {@code vacuum} is false, ANALYZE; option names are folded to lower case. */
public record Vacuum(Span span, boolean vacuum, List<Option> options, List<VacuumTarget> targets)
    implements Statement {
  public Vacuum {
    options = List.copyOf(options);
    targets = List.copyOf(targets);
  }

  /** A table with the columns to analyse. */
  public record VacuumTarget(RelationReference table, List<String> columns) {

    public VacuumTarget {
      columns = List.copyOf(columns);
    }
  }

  /** True when the option is given and not switched off. */
  public boolean has(String option) {
    return options.stream()
        .anyMatch(
            o ->
                o.name().equals(option)
                    && o.value()
                        .filter(v -> v.equals("false") || v.equals("off") || v.equals("0"))
                        .isEmpty());
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
