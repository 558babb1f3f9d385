package dev.safemigrate.effect;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.Volatility;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.TypeDefinition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ADD COLUMN has to do with the rows that are there (ATExecAddColumn() of tablecmds.c). */
final class NewColumn {

  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*\\(?\\s*\"?(\\w+)\"?\\s*(>=|<=|<>|!=|>|<|=)\\s*(-?\\d+(?:\\.\\d+)?)\\s*\\)?\\s*");

  private final Prediction prediction;
  private final Table table;
  private final ColumnDefinition column;
  private final DataType dataType;
  private final ResolvedType type;
  private final Optional<String> defaultText;

  NewColumn(Prediction prediction, Table table, ColumnDefinition column) {
    this.prediction = prediction;
    this.table = table;
    this.column = column;
    this.dataType = column.type().map(prediction.schema()::resolve).orElse(DataType.UNKNOWN);
    this.type = RelationTypes.resolve(prediction.schema(), dataType, prediction.types());
    this.defaultText =
        column.constraints(Constraint.Default.class).stream()
            .findFirst()
            .map(value -> value.value().text())
            .or(this::domainDefault)
            .filter(text -> !ColumnActions.isNull(text));
  }

  private Optional<String> domainDefault() {
    return prediction
        .schema()
        .type(dataType)
        .filter(TypeDefinition.DomainType.class::isInstance)
        .map(TypeDefinition.DomainType.class::cast)
        .filter(domain -> !dataType.isArray())
        .flatMap(TypeDefinition.DomainType::defaultValue)
        .map(value -> value.text());
  }

  /** The default is read as a value of the type, be the column's table new or not. */
  void refuseNewEnumValue() {
    defaultText.ifPresent(text -> new NewEnumValues(prediction).refuseDefault(dataType, text));
  }

  void checkDefault() {
    column
        .constraints(Constraint.Default.class)
        .forEach(value -> new DefaultValues(prediction).check(dataType, value.value().text()));
  }

  /** A default that is computed for each row draws from the sequence that it names. */
  void useSequence() {
    defaultText.ifPresent(new SequenceUse(prediction)::lockUsed);
  }

  ResolvedType type() {
    return type;
  }

  /**
   * Whether every row is written anew: a default that differs from row to row, a stored generated
   * column, or a domain whose constraints must be tested.
   */
  boolean rewrites() {
    if (virtual()) {
      return false;
    }
    return numbered()
        || generated()
        || !type.array() && type.constrained()
        || defaultText
            .filter(text -> ColumnActions.volatility(prediction, text) == Volatility.VOLATILE)
            .isPresent();
  }

  /** Whether the rows get a value, kept in the catalog or in the rows. */
  boolean stored() {
    return !virtual() && (defaultText.isPresent() || numbered() || generated());
  }

  private boolean numbered() {
    return ColumnActions.isSerial(column)
        || !column.constraints(Constraint.Identity.class).isEmpty();
  }

  private boolean generated() {
    return column.constraints(Constraint.Generated.class).stream()
        .anyMatch(Constraint.Generated::stored);
  }

  private boolean virtual() {
    return column.constraints(Constraint.Generated.class).stream()
        .anyMatch(generated -> !generated.stored());
  }

  private boolean notNull() {
    return !column.constraints(Constraint.NotNull.class).isEmpty();
  }

  boolean needsNotNullScan() {
    boolean marked = notNull() || isPrimaryKey();
    return marked && (virtual() || !stored());
  }

  private boolean isPrimaryKey() {
    return column.constraints(Constraint.Key.class).stream().anyMatch(Constraint.Key::primary);
  }

  boolean requiredOfOldRows() {
    boolean domainRefusesNull = type.domainNotNull() && !type.array();
    return (notNull() || domainRefusesNull) && !stored() && !virtual();
  }

  boolean requiredOfOldInserts() {
    return (requiredOfOldRows() || isPrimaryKey() && !stored()) && !virtual();
  }

  boolean requiredOfKey() {
    return !stored() && !virtual();
  }

  /** Whether all rows get one and the same value. */
  boolean constantDefault() {
    return defaultText
        .filter(text -> ColumnActions.volatility(prediction, text) != Volatility.VOLATILE)
        .isPresent();
  }

  /**
   * How a foreign key of the new column is checked: not at all without a DEFAULT, which leaves
   * nothing but nulls (transformColumnDefinition() and transformFKConstraints() of
   * parse_utilcmd.c).
   */
  ForeignKeys.Check foreignKeyCheck() {
    if (column.constraints(Constraint.Default.class).isEmpty() && !stored()) {
      return ForeignKeys.Check.NONE;
    }
    return defaultText.isPresent() || numbered() || generated()
        ? ForeignKeys.Check.BOTH
        : ForeignKeys.Check.REFERENCING;
  }

  /** Whether a CHECK on the new column is certain to be false for a numeric default. */
  boolean constantViolates(String condition) {
    Matcher check = COMPARISON.matcher(condition);
    if (defaultText.isEmpty() || !check.matches() || !check.group(1).equals(column.name())) {
      return false;
    }
    Optional<BigDecimal> value = number(defaultText.get());
    if (value.isEmpty()) {
      return false;
    }
    int order = value.get().compareTo(new BigDecimal(check.group(3)));
    return !switch (check.group(2)) {
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case "=" -> order == 0;
      default -> order != 0;
    };
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.trim()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The sequence of a serial or identity column is new, and invisible to others. */
  void createSequence() {
    if (numbered()) {
      prediction
          .out()
          .create(prediction.beside(table, table.name().name() + "_" + column.name() + "_seq"));
    }
  }

  /** The constraints that make an index. */
  List<Constraint.Key> keys() {
    return column.constraints(Constraint.Key.class);
  }
}
