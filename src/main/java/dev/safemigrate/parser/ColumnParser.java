package dev.safemigrate.parser;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Columns with their constraints: columnDef, columnOptions and ColQualList. */
final class ColumnParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ConstraintParser constraints;
  private final SequenceOptions sequences;

  ColumnParser(Clauses clauses, ConstraintParser constraints, SequenceOptions sequences) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.constraints = constraints;
    this.sequences = sequences;
  }

  /** columnDef. */
  ColumnDefinition definition() {
    int start = cursor.position();
    String name = cursor.columnId();
    TypeName type = clauses.type();
    Optional<String> storage = storage();
    Optional<String> compression = compression();
    List<Option> options = clauses.options.foreignOptions();
    Qualifiers qualifiers = qualifiers();
    return new ColumnDefinition(
        cursor.spanFrom(start),
        name,
        Optional.of(type),
        qualifiers.collation,
        storage,
        compression,
        options,
        qualifiers.constraints);
  }

  /** columnOptions: a column of a typed table or a partition. */
  ColumnDefinition options() {
    int start = cursor.position();
    String name = cursor.columnId();
    if (cursor.accept(Keyword.WITH)) {
      cursor.expect(Keyword.OPTIONS);
    }
    Qualifiers qualifiers = qualifiers();
    return new ColumnDefinition(
        cursor.spanFrom(start),
        name,
        Optional.empty(),
        qualifiers.collation,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        qualifiers.constraints);
  }

  /** TableFuncElement: an attribute of a composite type. */
  ColumnDefinition attribute() {
    int start = cursor.position();
    String name = cursor.columnId();
    TypeName type = clauses.type();
    Optional<QualifiedName> collation =
        cursor.accept(Keyword.COLLATE) ? Optional.of(clauses.names().anyName()) : Optional.empty();
    return new ColumnDefinition(
        cursor.spanFrom(start),
        name,
        Optional.of(type),
        collation,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  /** STORAGE as upper-case word, if it is written. */
  Optional<String> storage() {
    return cursor.accept(Keyword.STORAGE)
        ? Optional.of(nameOrDefault().toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  /** COMPRESSION, if it is written. */
  Optional<String> compression() {
    return cursor.accept(Keyword.COMPRESSION) ? Optional.of(nameOrDefault()) : Optional.empty();
  }

  private String nameOrDefault() {
    return cursor.accept(Keyword.DEFAULT) ? "default" : cursor.columnId();
  }

  /** ColQualList, the collation aside. */
  record Qualifiers(Optional<QualifiedName> collation, List<Constraint> constraints) {}

  Qualifiers qualifiers() {
    Optional<QualifiedName> collation = Optional.empty();
    List<Constraint> list = new ArrayList<>();
    boolean clauseSeen = false;
    while (true) {
      int start = cursor.position();
      if (cursor.accept(Keyword.COLLATE)) {
        if (collation.isPresent()) {
          throw cursor.fail(start, "multiple COLLATE clauses not allowed");
        }
        collation = Optional.of(clauses.names().anyName());
        continue;
      }
      Optional<Constraint> constraint = constraint(start);
      if (constraint.isEmpty()) {
        return new Qualifiers(collation, clauseSeen ? folded(list) : list);
      }
      clauseSeen |= constraint.get() instanceof Constraint.AttributeClause;
      list.add(constraint.get());
    }
  }

  /** ColConstraint, if one stands here. */
  private Optional<Constraint> constraint(int start) {
    Optional<String> name = constraints.optionalName();
    if (cursor.at(Keyword.NOT) && (name.isPresent() || cursor.keyword(1) == Keyword.NULL)) {
      cursor.advance();
      return Optional.of(notNull(start, name));
    }
    Optional<Constraint> constraint = named(start, name);
    if (constraint.isPresent()) {
      return constraint;
    }
    if (name.isPresent()) {
      throw cursor.fail();
    }
    if (cursor.keyword() == Keyword.NOT && cursor.keyword(1) != Keyword.VALID) {
      cursor.advance();
      cursor.at(Keyword.NULL);
      cursor.rewind(start);
    }
    return AttributeBits.clause(cursor)
        .map(kind -> new Constraint.AttributeClause(cursor.spanFrom(start), kind));
  }

  private Constraint notNull(int start, Optional<String> name) {
    cursor.expect(Keyword.NULL);
    return new Constraint.NotNull(cursor.spanFrom(start), name, Optional.empty(), inheritance());
  }

  private ConstraintAttributes inheritance() {
    if (!cursor.accept(Keyword.NO)) {
      return ConstraintAttributes.NONE;
    }
    cursor.expect(Keyword.INHERIT);
    return new ConstraintAttributes(false, true, false, false, Optional.empty());
  }

  private Optional<Constraint> named(int start, Optional<String> name) {
    switch (cursor.keyword()) {
      case NULL -> {
        cursor.advance();
        return Optional.of(new Constraint.Null(cursor.spanFrom(start), name));
      }
      case UNIQUE -> {
        cursor.advance();
        return Optional.of(key(start, name, false));
      }
      case PRIMARY -> {
        cursor.advance();
        cursor.expect(Keyword.KEY);
        return Optional.of(key(start, name, true));
      }
      case CHECK -> {
        cursor.advance();
        Expression condition = clauses.enclosedExpression();
        ConstraintAttributes attributes = inheritance();
        return Optional.of(
            new Constraint.Check(cursor.spanFrom(start), name, condition, attributes));
      }
      case DEFAULT -> {
        cursor.advance();
        Expression value = clauses.restrictedExpression();
        return Optional.of(new Constraint.Default(cursor.spanFrom(start), name, value));
      }
      case GENERATED -> {
        cursor.advance();
        return Optional.of(generated(start, name));
      }
      case REFERENCES -> {
        cursor.advance();
        return Optional.of(constraints.references(start, name, List.of(), false, false));
      }
      default -> {
        cursor.expecting("a column constraint");
        return Optional.empty();
      }
    }
  }

  private Constraint key(int start, Optional<String> name, boolean primary) {
    boolean nullsNotDistinct = !primary && constraints.nullsNotDistinct();
    List<Option> options = clauses.options.withDefinition();
    Optional<String> tablespace = constraints.indexTablespace();
    return new Constraint.Key(
        cursor.spanFrom(start),
        name,
        primary,
        List.of(),
        List.of(),
        nullsNotDistinct,
        false,
        Optional.empty(),
        options,
        tablespace,
        ConstraintAttributes.NONE);
  }

  /** From behind GENERATED: an identity or a computed column. */
  Constraint generated(int start, Optional<String> name) {
    int when = cursor.position();
    boolean always = generatedWhen();
    cursor.expect(Keyword.AS);
    if (cursor.accept(Keyword.IDENTITY)) {
      List<Option> options = sequences.optionalInParentheses();
      return new Constraint.Identity(cursor.spanFrom(start), name, always, options);
    }
    Expression value = clauses.enclosedExpression();
    boolean stored = cursor.accept(Keyword.STORED);
    if (!stored) {
      if (!cursor.accept(Keyword.VIRTUAL)) {
        cursor.requireVersion(18, cursor.position(), "A generated column without STORED");
      } else {
        cursor.requireVersion(18, cursor.position() - 1, "VIRTUAL");
      }
    }
    if (!always) {
      throw cursor.fail(when, "for a generated column, GENERATED ALWAYS must be specified");
    }
    return new Constraint.Generated(cursor.spanFrom(start), name, true, value, stored);
  }

  /** ALWAYS, or BY DEFAULT: true for the former. */
  boolean generatedWhen() {
    if (cursor.accept(Keyword.ALWAYS)) {
      return true;
    }
    cursor.expect(Keyword.BY);
    cursor.expect(Keyword.DEFAULT);
    return false;
  }

  /** Gives DEFERRABLE and its like to the constraint before them, as the server does later. */
  private static List<Constraint> folded(List<Constraint> list) {
    List<Constraint> result = new ArrayList<>(list);
    int target = -1;
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Constraint.AttributeClause clause) {
        if (target >= 0) {
          result.set(target, with(result.get(target), clause.kind()));
        }
      } else {
        target = i;
      }
    }
    return result;
  }

  private static Constraint with(Constraint constraint, Constraint.AttributeClause.Kind kind) {
    if (constraint instanceof Constraint.Check c) {
      return new Constraint.Check(c.span(), c.name(), c.condition(), with(c.attributes(), kind));
    }
    if (constraint instanceof Constraint.Key c) {
      return new Constraint.Key(
          c.span(),
          c.name(),
          c.primary(),
          c.columns(),
          c.include(),
          c.nullsNotDistinct(),
          c.withoutOverlaps(),
          c.usingIndex(),
          c.indexOptions(),
          c.tablespace(),
          with(c.attributes(), kind));
    }
    if (constraint instanceof Constraint.ForeignKey c) {
      return new Constraint.ForeignKey(
          c.span(),
          c.name(),
          c.columns(),
          c.references(),
          c.referencedColumns(),
          c.period(),
          c.match(),
          c.onUpdate(),
          c.onDelete(),
          c.onDeleteColumns(),
          with(c.attributes(), kind));
    }
    return constraint;
  }

  private static ConstraintAttributes with(
      ConstraintAttributes attributes, Constraint.AttributeClause.Kind kind) {
    boolean deferrable = attributes.deferrable();
    boolean deferred = attributes.initiallyDeferred();
    Optional<Boolean> enforced = attributes.enforced();
    switch (kind) {
      case DEFERRABLE -> deferrable = true;
      case NOT_DEFERRABLE -> deferrable = false;
      case INITIALLY_DEFERRED -> {
        deferrable = true;
        deferred = true;
      }
      case INITIALLY_IMMEDIATE -> deferred = false;
      case ENFORCED -> enforced = Optional.of(true);
      case NOT_ENFORCED -> enforced = Optional.of(false);
    }
    return new ConstraintAttributes(
        attributes.notValid(), attributes.noInherit(), deferrable, deferred, enforced);
  }

  /** OptTableFuncElementList up to the closing parenthesis. */
  List<ColumnDefinition> attributes() {
    List<ColumnDefinition> list = new ArrayList<>();
    if (!cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      do {
        list.add(attribute());
      } while (cursor.accept(TokenKind.COMMA));
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }
}
