package dev.safemigrate.effect;

import java.util.List;

/**
 * How the server turns the values of a column into another type, and whether anything has to be
 * computed for it.
 *
 * <p>Follows coerce_to_target_type() and find_coercion_pathway() of parse_coerce.c, and
 * ATColumnChangeRequiresRewrite() of tablecmds.c: what is left after simplification must be the
 * column itself, relabelled, or the table is rewritten.
 */
final class Coercion {

  private static final int INTERVAL_FULL_RANGE = 0x7FFF;
  private static final int FINEST_PRECISION = 6;

  private final TypeFacts facts;
  private final boolean zoneIsUtc;

  /** Whether the values stay as they are, are computed anew, or cannot be had. */
  enum Outcome {
    SAME_VALUES,
    COMPUTED,
    IMPOSSIBLE
  }

  /**
   * @param zoneIsUtc whether the session's TimeZone is known to be a fixed offset of zero; only
   *     then are timestamp and timestamptz the same values (TimestampTimestampTzRequiresRewrite()
   *     of timestamp.c)
   */
  Coercion(TypeFacts facts, boolean zoneIsUtc) {
    this.facts = facts;
    this.zoneIsUtc = zoneIsUtc;
  }

  /**
   * What happens to a value of one type that becomes another.
   *
   * @param explicit whether a cast is written, which allows more than an assignment does
   */
  Outcome coerce(ResolvedType source, ResolvedType target, boolean explicit) {
    boolean sameDomain = source.domain().equals(target.domain());
    if (sameDomain && source.domain().isPresent() && source.array() == target.array()) {
      return Outcome.SAME_VALUES;
    }
    Outcome type = coerceType(source, target, explicit);
    if (type != Outcome.SAME_VALUES) {
      return type;
    }
    if (target.constrained()) {
      return Outcome.COMPUTED;
    }
    // A relabelled value has lost its length (makeRelabelType() with typmod -1 in coerce_type()).
    boolean relabelled = !source.sameTypeAs(target) || source.domain().isPresent();
    List<String> known = relabelled ? List.of() : source.modifiers();
    return coerceLength(known, target);
  }

  private Outcome coerceType(ResolvedType source, ResolvedType target, boolean explicit) {
    if (source.sameTypeAs(target)) {
      return Outcome.SAME_VALUES;
    }
    if (source.kind() == ResolvedType.Kind.UNKNOWN || target.kind() == ResolvedType.Kind.UNKNOWN) {
      return Outcome.COMPUTED;
    }
    if (source.array() && target.array()) {
      ResolvedType element = element(source);
      return coerceType(element, element(target), explicit) == Outcome.IMPOSSIBLE
          ? Outcome.IMPOSSIBLE
          : Outcome.COMPUTED;
    }
    if (!source.array() && !target.array()) {
      var cast =
          facts.cast(source.name(), target.name()).filter(c -> explicit || c.allowedInAssignment());
      if (cast.isPresent()) {
        boolean free = cast.get().binary() || isFreeTimestampCast(source.name(), target.name());
        return free ? Outcome.SAME_VALUES : Outcome.COMPUTED;
      }
    }
    // Any type goes to a string by its text in an assignment; only a written cast goes back.
    boolean toString = !target.array() && facts.isString(target.name());
    boolean fromString = explicit && !source.array() && facts.isString(source.name());
    return toString || fromString ? Outcome.COMPUTED : Outcome.IMPOSSIBLE;
  }

  private boolean isFreeTimestampCast(String source, String target) {
    return zoneIsUtc
        && (source.equals("timestamp") && target.equals("timestamptz")
            || source.equals("timestamptz") && target.equals("timestamp"));
  }

  private Outcome coerceLength(List<String> source, ResolvedType target) {
    if (target.modifiers().isEmpty() || target.modifiers().equals(source)) {
      return Outcome.SAME_VALUES;
    }
    if (!facts.hasModifier(target.name())) {
      return Outcome.SAME_VALUES;
    }
    if (target.array()) {
      return Outcome.COMPUTED;
    }
    return widens(source, target.modifiers(), target.name())
        ? Outcome.SAME_VALUES
        : Outcome.COMPUTED;
  }

  /**
   * Whether the planner takes the length coercion away, as the support functions of the types say
   * (varchar_support(), numeric_support(), varbit_support(), time_support(), timestamp_support(),
   * interval_support()). bpchar and bit have none.
   */
  private static boolean widens(List<String> source, List<String> target, String type) {
    return switch (type) {
      case "varchar", "varbit" -> !source.isEmpty() && number(target, 0) >= number(source, 0);
      case "numeric" ->
          !source.isEmpty()
              && number(target, 1) == number(source, 1)
              && number(target, 0) >= number(source, 0);
      case "time", "timetz", "timestamp", "timestamptz" ->
          number(target, 0) >= FINEST_PRECISION
              || (!source.isEmpty() && number(target, 0) >= number(source, 0));
      case "interval" -> intervalWidens(source, target);
      default -> false;
    };
  }

  /** Interval modifiers are a field mask and, if given, a precision. */
  private static boolean intervalWidens(List<String> source, List<String> target) {
    int from = leastField(source);
    return leastField(target) <= from
        && (from > 0
            || intervalPrecision(target) >= FINEST_PRECISION
            || intervalPrecision(target) >= intervalPrecision(source));
  }

  private static int intervalPrecision(List<String> modifiers) {
    return modifiers.size() < 2 ? Integer.MAX_VALUE : number(modifiers, 1);
  }

  /** intervaltypmodleastfield() of timestamp.c: 0 for seconds up to 5 for years. */
  private static int leastField(List<String> modifiers) {
    int mask = modifiers.isEmpty() ? INTERVAL_FULL_RANGE : number(modifiers, 0);
    if (mask == INTERVAL_FULL_RANGE || (mask & 1 << 12) != 0) {
      return 0;
    }
    if ((mask & 1 << 11) != 0) {
      return 1;
    }
    if ((mask & 1 << 10) != 0) {
      return 2;
    }
    if ((mask & 1 << 3) != 0) {
      return 3;
    }
    return (mask & 1 << 1) != 0 ? 4 : 5;
  }

  private static ResolvedType element(ResolvedType array) {
    return new ResolvedType(
        array.name(),
        array.kind(),
        array.modifiers(),
        false,
        array.domain(),
        array.constrained(),
        array.domainNotNull());
  }

  /** A modifier as a number; a missing one is zero, as the scale of {@code numeric(10)}. */
  private static int number(List<String> modifiers, int index) {
    if (index >= modifiers.size()) {
      return 0;
    }
    try {
      return Integer.parseInt(modifiers.get(index).trim());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
