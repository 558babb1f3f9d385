package dev.safemigrate.effect;

import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.TypeDefinition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a value that is written down can be one of a column's type: a string constant is read by
 * the type's input function when the statement is analysed, any other constant is assigned.
 */
final class DefaultValues {

  private static final String INVALID_TEXT = "22P02";
  private static final String OUT_OF_RANGE = "22003";

  private static final Pattern STRING = Pattern.compile("'((?:[^'\\\\]|'')*)'");
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\s*\\d{1,9}");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?\\s*\\d*\\.\\d+|[-+]?\\s*\\d+\\.\\d*");

  private static final Pattern UUID =
      Pattern.compile("\\{?(?:[0-9a-f]{4}-?){8}}?", Pattern.CASE_INSENSITIVE);

  private static final Map<String, Integer> INTEGER_BITS =
      Map.of("int2", Short.SIZE, "int4", Integer.SIZE, "int8", Long.SIZE);

  /** What every number type with a fraction takes besides digits. */
  private static final Set<String> NOT_FINITE =
      Set.of("nan", "infinity", "-infinity", "+infinity", "inf", "-inf", "+inf");

  private static final List<String> BOOLEANS =
      List.of("true", "false", "yes", "no", "on", "off", "1", "0");

  private final Prediction prediction;

  DefaultValues(Prediction prediction) {
    this.prediction = prediction;
  }

  /** Fails where the DEFAULT of a column cannot be one (cookDefault() of heap.c). */
  void check(DataType type, String text) {
    ExpressionFacts facts = prediction.reader().expression(text);
    if (!facts.opaque() && facts.subquery()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "a DEFAULT cannot hold a query");
    }
    if (!facts.opaque() && !facts.columns().isEmpty()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "a DEFAULT cannot refer to a column");
    }
    checkConstant(type, text);
  }

  /** Fails where a constant certainly is no value of the type; anything else is let pass. */
  void checkConstant(DataType type, String text) {
    ResolvedType target = RelationTypes.resolve(prediction.schema(), type, prediction.types());
    if (target.array() || target.kind() == ResolvedType.Kind.UNKNOWN) {
      return;
    }
    String constant = text.strip();
    Matcher string = STRING.matcher(constant);
    if (string.matches()) {
      read(type, target, string.group(1).replace("''", "'"));
      return;
    }
    if (target.kind() == ResolvedType.Kind.BASE
        && prediction.types().type(target.name()).isEmpty()) {
      return;
    }
    Coercion coercion = new Coercion(prediction.types(), false);
    constantType(constant)
        .filter(own -> coercion.coerce(own, target, false) == Coercion.Outcome.IMPOSSIBLE)
        .ifPresent(
            own ->
                prediction.fail(
                    Prediction.DATATYPE_MISMATCH,
                    "%s is of type %s, which cannot be assigned to %s",
                    constant,
                    own.name(),
                    target.name()));
  }

  private static Optional<ResolvedType> constantType(String constant) {
    if (constant.equalsIgnoreCase("true") || constant.equalsIgnoreCase("false")) {
      return Optional.of(base("bool"));
    }
    if (INTEGER.matcher(constant).matches()) {
      return Optional.of(base("int4"));
    }
    return DECIMAL.matcher(constant).matches() ? Optional.of(base("numeric")) : Optional.empty();
  }

  private static ResolvedType base(String name) {
    return new ResolvedType(
        name, ResolvedType.Kind.BASE, List.of(), false, Optional.empty(), false, false);
  }

  private void read(DataType type, ResolvedType target, String value) {
    if (target.kind() == ResolvedType.Kind.ENUM) {
      enumeration(type, value);
      return;
    }
    String word = value.strip().toLowerCase(Locale.ROOT);
    Integer bits = INTEGER_BITS.get(target.name());
    if (bits != null) {
      integer(target, word, bits);
      return;
    }
    boolean readable =
        switch (target.name()) {
          case "bool" ->
              !word.isEmpty()
                  && !word.equals("o")
                  && BOOLEANS.stream().anyMatch(name -> name.startsWith(word));
          case "numeric", "float4", "float8" -> NOT_FINITE.contains(word) || isNumber(word);
          case "uuid" -> UUID.matcher(value).matches();
          default -> true;
        };
    if (!readable) {
      prediction.fail(INVALID_TEXT, "'%s' is not a value of type %s", value, target.name());
    }
  }

  private static boolean isNumber(String word) {
    try {
      new BigDecimal(word);
      return true;
    } catch (NumberFormatException e) {
      // 16 and newer read hexadecimal and underscores too.
      return word.matches("[-+]?0[xob][0-9a-f_]+|[-+]?[\\d_]+(\\.[\\d_]*)?");
    }
  }

  private void integer(ResolvedType target, String word, int bits) {
    if (!word.matches("[-+]?\\d+")) {
      boolean other = prediction.atLeast(16) && word.matches("[-+]?(0[xob][0-9a-f_]+|[0-9_]+)");
      if (!other) {
        prediction.fail(INVALID_TEXT, "'%s' is not a value of type %s", word, target.name());
      }
      return;
    }
    BigInteger number = new BigInteger(word.startsWith("+") ? word.substring(1) : word);
    if (number.bitLength() >= bits) {
      prediction.fail(OUT_OF_RANGE, "'%s' is out of range for type %s", word, target.name());
    }
  }

  private void enumeration(DataType type, String value) {
    prediction
        .schema()
        .type(type)
        .filter(TypeDefinition.EnumType.class::isInstance)
        .map(TypeDefinition.EnumType.class::cast)
        .filter(e -> !e.assumed() && !e.labels().contains(value))
        .ifPresent(
            e -> prediction.fail(INVALID_TEXT, "'%s' is not a label of %s", value, e.name()));
  }
}
