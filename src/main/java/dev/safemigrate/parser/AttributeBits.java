package dev.safemigrate.parser;

import dev.safemigrate.ast.Constraint.AttributeClause.Kind;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.text.Keyword;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** ConstraintAttributeSpec: what may follow a table constraint, in any order. */
final class AttributeBits {

  private final TokenCursor cursor;
  private final int start;
  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
  private boolean notValid;
  private boolean noInherit;
  private int last;

  private AttributeBits(TokenCursor cursor) {
    this.cursor = cursor;
    this.start = cursor.position();
  }

  /** Reads all attributes that stand here. */
  static AttributeBits read(TokenCursor cursor) {
    AttributeBits bits = new AttributeBits(cursor);
    while (bits.readOne()) {
      bits.refuseContradictions();
    }
    return bits;
  }

  private boolean readOne() {
    last = cursor.position();
    if (cursor.accept(Keyword.NO)) {
      cursor.expect(Keyword.INHERIT);
      noInherit = true;
      return true;
    }
    if (cursor.at(Keyword.NOT) && cursor.keyword(1) == Keyword.VALID) {
      cursor.advance();
      cursor.advance();
      notValid = true;
      return true;
    }
    Optional<Kind> kind = clause(cursor);
    kind.ifPresent(kinds::add);
    return kind.isPresent();
  }

  /** ConstraintAttr: the clauses that column and table constraints have in common. */
  static Optional<Kind> clause(TokenCursor cursor) {
    if (cursor.accept(Keyword.DEFERRABLE)) {
      return Optional.of(Kind.DEFERRABLE);
    }
    if (cursor.accept(Keyword.ENFORCED)) {
      return Optional.of(Kind.ENFORCED);
    }
    if (cursor.accept(Keyword.NOT)) {
      if (cursor.accept(Keyword.DEFERRABLE)) {
        return Optional.of(Kind.NOT_DEFERRABLE);
      }
      cursor.at(Keyword.VALID);
      cursor.expect(Keyword.ENFORCED);
      return Optional.of(Kind.NOT_ENFORCED);
    }
    if (cursor.accept(Keyword.INITIALLY)) {
      if (cursor.accept(Keyword.IMMEDIATE)) {
        return Optional.of(Kind.INITIALLY_IMMEDIATE);
      }
      cursor.expect(Keyword.DEFERRED);
      return Optional.of(Kind.INITIALLY_DEFERRED);
    }
    return Optional.empty();
  }

  private void refuseContradictions() {
    if (has(Kind.NOT_DEFERRABLE, Kind.INITIALLY_DEFERRED)) {
      throw cursor.fail(last, "constraint declared INITIALLY DEFERRED must be DEFERRABLE");
    }
    if (has(Kind.NOT_DEFERRABLE, Kind.DEFERRABLE)
        || has(Kind.INITIALLY_IMMEDIATE, Kind.INITIALLY_DEFERRED)
        || has(Kind.ENFORCED, Kind.NOT_ENFORCED)) {
      throw cursor.fail(last, "conflicting constraint properties");
    }
  }

  private boolean has(Kind first, Kind second) {
    return kinds.contains(first) && kinds.contains(second);
  }

  /** True if any of the deferrability clauses is written. */
  boolean saysDeferrability() {
    return kinds.contains(Kind.DEFERRABLE)
        || kinds.contains(Kind.NOT_DEFERRABLE)
        || kinds.contains(Kind.INITIALLY_DEFERRED)
        || kinds.contains(Kind.INITIALLY_IMMEDIATE);
  }

  boolean isDeferrable() {
    return kinds.contains(Kind.DEFERRABLE) || isInitiallyDeferred();
  }

  boolean isInitiallyDeferred() {
    return kinds.contains(Kind.INITIALLY_DEFERRED);
  }

  boolean isNotValid() {
    return notValid;
  }

  boolean isNoInherit() {
    return noInherit;
  }

  /** ENFORCED or NOT ENFORCED, if one is written. */
  Optional<Boolean> enforced() {
    if (kinds.contains(Kind.ENFORCED)) {
      return Optional.of(true);
    }
    return kinds.contains(Kind.NOT_ENFORCED) ? Optional.of(false) : Optional.empty();
  }

  /** Refuses attributes that this kind of constraint cannot have. */
  AttributeBits refuse(String constraint, boolean isRefused, String attribute) {
    if (isRefused) {
      throw cursor.fail(
          start, "%s constraints cannot be marked %s".formatted(constraint, attribute));
    }
    return this;
  }

  AttributeBits notDeferrable(String constraint) {
    return refuse(constraint, isDeferrable(), "DEFERRABLE");
  }

  AttributeBits alwaysValid(String constraint) {
    return refuse(constraint, notValid, "NOT VALID");
  }

  AttributeBits alwaysInherited(String constraint) {
    return refuse(constraint, noInherit, "NO INHERIT");
  }

  AttributeBits alwaysEnforced(String constraint) {
    return refuse(constraint, kinds.contains(Kind.NOT_ENFORCED), "NOT ENFORCED")
        .refuse(constraint, kinds.contains(Kind.ENFORCED), "ENFORCED");
  }

  /** What the tree keeps. */
  ConstraintAttributes attributes() {
    return !notValid && !noInherit && kinds.isEmpty()
        ? ConstraintAttributes.NONE
        : new ConstraintAttributes(
            notValid, noInherit, isDeferrable(), isInitiallyDeferred(), enforced());
  }

  /** Index of the first token of the attributes. */
  int start() {
    return start;
  }
}
