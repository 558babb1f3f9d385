package dev.safemigrate.parser;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Types in all their spellings, resolved as the server's grammar does: {@code int} is {@code
 * pg_catalog.int4}, {@code char} is {@code pg_catalog.bpchar(1)}, {@code text} stays.
 */
final class TypeNames {

  /** INTERVAL_FULL_RANGE of utils/timestamp.h: no field given, only a precision. */
  private static final String ALL_FIELDS = "32767";

  private static final int SINGLE_PRECISION_BITS = 24;
  private static final int DOUBLE_PRECISION_BITS = 53;

  private final TokenCursor cursor;
  private final Grammar grammar;
  private QualifiedName name = QualifiedName.of("unknown");
  private final List<String> modifiers = new ArrayList<>(2);
  private boolean building;

  TypeNames(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** Typename. */
  TypeName type() {
    building = true;
    int start = cursor.position();
    boolean setOf = cursor.accept(Keyword.SETOF);
    simple();
    QualifiedName read = name;
    List<String> readModifiers = List.copyOf(modifiers);
    int dimensions = arrayBounds();
    return new TypeName(cursor.spanFrom(start), read, readModifiers, dimensions, setOf, false);
  }

  /** func_type: a Typename or {@code [SETOF] name.attribute%TYPE}. */
  TypeName functionType() {
    int start = cursor.position();
    boolean setOf = cursor.accept(Keyword.SETOF);
    if (cursor.atTypeOrFunctionName() && cursor.kind(1) == TokenKind.DOT) {
      QualifiedName attribute = grammar.names.anyName();
      if (cursor.kind() == TokenKind.PERCENT && cursor.keyword(1) == Keyword.TYPE) {
        cursor.advance();
        cursor.advance();
        return new TypeName(cursor.spanFrom(start), attribute, List.of(), 0, setOf, true);
      }
      cursor.at(TokenKind.PERCENT);
    }
    cursor.rewind(start);
    return type();
  }

  /** Typename without making a tree of it. */
  void skip() {
    building = false;
    cursor.accept(Keyword.SETOF);
    simple();
    arrayBounds();
  }

  /** SimpleTypename without making a tree of it. */
  void skipSimple() {
    building = false;
    simple();
  }

  /** opt_interval behind an INTERVAL constant: {@code YEAR TO MONTH} or nothing. */
  void skipIntervalFields() {
    building = false;
    intervalFields();
  }

  private int arrayBounds() {
    if (cursor.accept(Keyword.ARRAY)) {
      if (cursor.accept(TokenKind.OPEN_BRACKET)) {
        cursor.expect(TokenKind.INTEGER);
        cursor.expect(TokenKind.CLOSE_BRACKET);
      }
      return 1;
    }
    int dimensions = 0;
    while (cursor.accept(TokenKind.OPEN_BRACKET)) {
      cursor.accept(TokenKind.INTEGER);
      cursor.expect(TokenKind.CLOSE_BRACKET);
      dimensions++;
    }
    return dimensions;
  }

  private void simple() {
    modifiers.clear();
    switch (cursor.keyword()) {
      case INT, INTEGER -> fixed("int4");
      case SMALLINT -> fixed("int2");
      case BIGINT -> fixed("int8");
      case REAL -> fixed("float4");
      case BOOLEAN -> fixed("bool");
      case JSON -> fixed("json");
      case FLOAT -> floatType();
      case DECIMAL, DEC, NUMERIC -> {
        fixed("numeric");
        optionalModifiers();
      }
      case BIT -> bit();
      case CHARACTER, CHAR, NCHAR, VARCHAR, NATIONAL -> character();
      case TIMESTAMP -> time("timestamp");
      case TIME -> time("time");
      case INTERVAL -> interval();
      case DOUBLE -> doublePrecision();
      default -> generic();
    }
  }

  private void fixed(String catalogName) {
    cursor.advance();
    named(catalogName);
  }

  private void named(String catalogName) {
    if (building) {
      name = QualifiedName.of("pg_catalog", catalogName);
    }
  }

  private void generic() {
    if (!cursor.atTypeOrFunctionName()) {
      throw cursor.failExpecting("a type");
    }
    if (building) {
      int first = cursor.position();
      cursor.advance();
      if (cursor.kind() == TokenKind.DOT) {
        cursor.rewind(first);
        List<String> parts = new ArrayList<>(3);
        parts.add(cursor.typeOrFunctionName());
        while (cursor.accept(TokenKind.DOT)) {
          parts.add(cursor.label());
        }
        name = new QualifiedName(parts);
      } else {
        name = new QualifiedName(List.of(cursor.tokens().name(first)));
      }
    } else {
      cursor.advance();
      while (cursor.accept(TokenKind.DOT)) {
        cursor.skipLabel();
      }
    }
    optionalModifiers();
  }

  private void optionalModifiers() {
    if (!cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      return;
    }
    boolean keep = building;
    QualifiedName typeName = name;
    List<String> texts = new ArrayList<>(2);
    do {
      int start = cursor.position();
      grammar.expressions.expression();
      if (keep) {
        texts.add(cursor.spanFrom(start).of(cursor.tokens().text()));
      }
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    building = keep;
    name = typeName;
    modifiers.clear();
    modifiers.addAll(texts);
  }

  private void doublePrecision() {
    if (cursor.keyword(1) != Keyword.PRECISION) {
      generic();
      return;
    }
    cursor.advance();
    fixed("float8");
  }

  private void floatType() {
    cursor.advance();
    named("float8");
    if (!cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      return;
    }
    int token = cursor.position();
    int bits = precision(cursor.integer());
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    if (bits < 1) {
      throw cursor.fail(token, "precision for type float must be at least 1 bit");
    }
    if (bits > DOUBLE_PRECISION_BITS) {
      throw cursor.fail(token, "precision for type float must be less than 54 bits");
    }
    named(bits <= SINGLE_PRECISION_BITS ? "float4" : "float8");
  }

  private static int precision(String digits) {
    String plain = digits.replace("_", "");
    return plain.chars().allMatch(Character::isDigit) ? Integer.parseInt(plain) : 1;
  }

  private void bit() {
    cursor.advance();
    boolean varying = cursor.accept(Keyword.VARYING);
    named(varying ? "varbit" : "bit");
    if (cursor.kind() == TokenKind.OPEN_PARENTHESIS) {
      optionalModifiers();
    } else if (!varying && building) {
      modifiers.add("1");
    }
  }

  private void character() {
    boolean varying = cursor.keyword() == Keyword.VARCHAR;
    if (cursor.accept(Keyword.NATIONAL)) {
      if (!cursor.at(Keyword.CHARACTER) && !cursor.at(Keyword.CHAR)) {
        throw cursor.fail();
      }
    }
    cursor.advance();
    varying = !varying ? cursor.accept(Keyword.VARYING) : varying;
    named(varying ? "varchar" : "bpchar");
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      String length = cursor.integer();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      modifiers.add(length);
    } else if (!varying && building) {
      modifiers.add("1");
    }
  }

  private void time(String plainName) {
    cursor.advance();
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      modifiers.add(cursor.integer());
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    named(timeZone() ? plainName + "tz" : plainName);
  }

  /** opt_timezone; WITH and WITHOUT count only in front of TIME. */
  private boolean timeZone() {
    if (cursor.accept(Keyword.WITH, Keyword.TIME)) {
      cursor.expect(Keyword.ZONE);
      return true;
    }
    if (cursor.accept(Keyword.WITHOUT, Keyword.TIME)) {
      cursor.expect(Keyword.ZONE);
    }
    return false;
  }

  private void interval() {
    cursor.advance();
    named("interval");
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      String digits = cursor.integer();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      modifiers.add(ALL_FIELDS);
      modifiers.add(digits);
      return;
    }
    intervalFields();
  }

  private void intervalFields() {
    Keyword first = cursor.keyword();
    int mask = fieldMask(first);
    if (mask == 0) {
      return;
    }
    cursor.advance();
    Keyword last = first;
    if (first != Keyword.MONTH && first != Keyword.MINUTE && first != Keyword.SECOND
        || first == Keyword.MINUTE) {
      if (cursor.accept(Keyword.TO)) {
        last = cursor.keyword();
        mask = rangeMask(first, last);
        cursor.advance();
      }
    }
    modifiers.add(Integer.toString(mask));
    if (last == Keyword.SECOND && cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      modifiers.add(cursor.integer());
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
  }

  /** INTERVAL_MASK of utils/timestamp.h with the field numbers of utils/datetime.h. */
  private static int fieldMask(Keyword field) {
    return switch (field) {
      case YEAR -> 1 << 2;
      case MONTH -> 1 << 1;
      case DAY -> 1 << 3;
      case HOUR -> 1 << 10;
      case MINUTE -> 1 << 11;
      case SECOND -> 1 << 12;
      default -> 0;
    };
  }

  private int rangeMask(Keyword first, Keyword last) {
    List<Keyword> fields =
        first == Keyword.YEAR
            ? List.of(Keyword.YEAR, Keyword.MONTH)
            : List.of(Keyword.DAY, Keyword.HOUR, Keyword.MINUTE, Keyword.SECOND);
    int from = fields.indexOf(first);
    int to = fields.indexOf(last);
    if (to <= from) {
      for (Keyword possible : fields.subList(from + 1, fields.size())) {
        cursor.at(possible);
      }
      throw cursor.fail();
    }
    int mask = 0;
    for (Keyword field : fields.subList(from, to + 1)) {
      mask |= fieldMask(field);
    }
    return mask;
  }
}
