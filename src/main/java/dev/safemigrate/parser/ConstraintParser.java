package dev.safemigrate.parser;

import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.ReferentialAction;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Constraints of tables: TableConstraint and ConstraintElem; and what column constraints share. */
final class ConstraintParser {

  private final TokenCursor cursor;
  private final Names names;
  private final Clauses clauses;
  private final IndexElements elements;

  ConstraintParser(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.names = clauses.names();
    this.clauses = clauses;
    this.elements = new IndexElements(clauses);
  }

  /** True where a table constraint begins and no column can. */
  boolean isHere() {
    return cursor.at(Keyword.CONSTRAINT)
        || cursor.at(Keyword.CHECK)
        || cursor.at(Keyword.NOT)
        || cursor.at(Keyword.UNIQUE)
        || cursor.at(Keyword.PRIMARY)
        || cursor.at(Keyword.FOREIGN)
        || cursor.keyword() == Keyword.EXCLUDE
            && (cursor.keyword(1) == Keyword.USING || cursor.kind(1) == TokenKind.OPEN_PARENTHESIS);
  }

  /** TableConstraint. */
  Constraint tableConstraint() {
    int start = cursor.position();
    Optional<String> name = optionalName();
    if (cursor.accept(Keyword.CHECK)) {
      return check(start, name);
    }
    if (cursor.accept(Keyword.NOT)) {
      return notNull(start, name);
    }
    if (cursor.accept(Keyword.UNIQUE)) {
      return key(start, name, false);
    }
    if (cursor.accept(Keyword.PRIMARY)) {
      cursor.expect(Keyword.KEY);
      return key(start, name, true);
    }
    if (cursor.accept(Keyword.EXCLUDE)) {
      return exclusion(start, name);
    }
    cursor.expect(Keyword.FOREIGN);
    cursor.expect(Keyword.KEY);
    return foreignKey(start, name);
  }

  /** CONSTRAINT name, if it is written. */
  Optional<String> optionalName() {
    return cursor.accept(Keyword.CONSTRAINT) ? Optional.of(cursor.columnId()) : Optional.empty();
  }

  private Constraint check(int start, Optional<String> name) {
    Expression condition = clauses.enclosedExpression();
    AttributeBits bits = AttributeBits.read(cursor).notDeferrable("CHECK");
    return new Constraint.Check(cursor.spanFrom(start), name, condition, bits.attributes());
  }

  private Constraint notNull(int start, Optional<String> name) {
    cursor.expect(Keyword.NULL);
    String column = cursor.columnId();
    AttributeBits bits =
        AttributeBits.read(cursor).notDeferrable("NOT NULL").alwaysEnforced("NOT NULL");
    return new Constraint.NotNull(
        cursor.spanFrom(start), name, Optional.of(column), bits.attributes());
  }

  private Constraint key(int start, Optional<String> name, boolean primary) {
    String kind = primary ? "PRIMARY KEY" : "UNIQUE";
    boolean mayUseIndex = cursor.keyword() != Keyword.NULLS;
    boolean nullsNotDistinct = !primary && nullsNotDistinct();
    Optional<String> usingIndex = Optional.empty();
    List<String> columns = List.of();
    List<String> include = List.of();
    List<Option> options = List.of();
    Optional<String> tablespace = Optional.empty();
    boolean withoutOverlaps = false;
    if (mayUseIndex && cursor.accept(Keyword.USING)) {
      cursor.expect(Keyword.INDEX);
      usingIndex = Optional.of(cursor.columnId());
    } else {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      columns = names.columnIds();
      if (cursor.accept(Keyword.WITHOUT)) {
        cursor.expect(Keyword.OVERLAPS);
        withoutOverlaps = true;
      }
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      include = include();
      options = clauses.options.withDefinition();
      tablespace = indexTablespace();
    }
    AttributeBits bits =
        AttributeBits.read(cursor).alwaysValid(kind).alwaysInherited(kind).alwaysEnforced(kind);
    return new Constraint.Key(
        cursor.spanFrom(start),
        name,
        primary,
        columns,
        include,
        nullsNotDistinct,
        withoutOverlaps,
        usingIndex,
        options,
        tablespace,
        bits.attributes());
  }

  /** opt_unique_null_treatment: true for NULLS NOT DISTINCT. */
  boolean nullsNotDistinct() {
    if (!cursor.accept(Keyword.NULLS)) {
      return false;
    }
    boolean not = cursor.accept(Keyword.NOT);
    cursor.expect(Keyword.DISTINCT);
    return not;
  }

  private List<String> include() {
    if (!cursor.accept(Keyword.INCLUDE)) {
      return List.of();
    }
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<String> columns = names.columnIds();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return columns;
  }

  /** OptConsTableSpace. */
  Optional<String> indexTablespace() {
    if (!cursor.accept(Keyword.USING)) {
      return Optional.empty();
    }
    cursor.expect(Keyword.INDEX, Keyword.TABLESPACE);
    return Optional.of(cursor.columnId());
  }

  private Constraint exclusion(int start, Optional<String> name) {
    String method = cursor.accept(Keyword.USING) ? cursor.columnId() : "btree";
    List<Constraint.ExclusionElement> exclusions = elements.exclusions();
    List<String> include = include();
    List<Option> options = clauses.options.withDefinition();
    Optional<String> tablespace = indexTablespace();
    Optional<Expression> where =
        cursor.accept(Keyword.WHERE) ? Optional.of(clauses.enclosedExpression()) : Optional.empty();
    AttributeBits bits =
        AttributeBits.read(cursor)
            .alwaysValid("EXCLUDE")
            .alwaysInherited("EXCLUDE")
            .alwaysEnforced("EXCLUDE");
    return new Constraint.Exclusion(
        cursor.spanFrom(start),
        name,
        method,
        exclusions,
        include,
        options,
        tablespace,
        where,
        bits.attributes());
  }

  private Constraint foreignKey(int start, Optional<String> name) {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<String> columns = new ArrayList<>();
    boolean period = columnsAndPeriod(columns);
    cursor.expect(Keyword.REFERENCES);
    return references(start, name, columns, period, true);
  }

  /** columnList with optionalPeriodName up to the closing parenthesis; true with a period. */
  private boolean columnsAndPeriod(List<String> columns) {
    boolean period = false;
    columns.add(cursor.columnId());
    while (!period && cursor.accept(TokenKind.COMMA)) {
      TokenKind next = cursor.kind(1);
      period =
          cursor.keyword() == Keyword.PERIOD
              && next != TokenKind.COMMA
              && next != TokenKind.CLOSE_PARENTHESIS;
      if (period) {
        cursor.advance();
      }
      columns.add(cursor.columnId());
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return period;
  }

  /** From behind REFERENCES. */
  Constraint references(
      int start, Optional<String> name, List<String> columns, boolean period, boolean table) {
    int target = cursor.position();
    QualifiedName relation = names.qualifiedName();
    RelationReference references = new RelationReference(cursor.spanFrom(target), relation, false);
    List<String> referenced = new ArrayList<>();
    boolean referencedPeriod = false;
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      if (table) {
        referencedPeriod = columnsAndPeriod(referenced);
      } else {
        referenced.addAll(names.columnIds());
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      }
    }
    String match = match();
    Actions actions = actions();
    ConstraintAttributes attributes =
        table
            ? AttributeBits.read(cursor).alwaysInherited("FOREIGN KEY").attributes()
            : ConstraintAttributes.NONE;
    return new Constraint.ForeignKey(
        cursor.spanFrom(start),
        name,
        columns,
        references,
        referenced,
        period || referencedPeriod,
        match,
        actions.onUpdate,
        actions.onDelete,
        actions.onDeleteColumns,
        attributes);
  }

  private String match() {
    int start = cursor.position();
    if (!cursor.accept(Keyword.MATCH)) {
      return "SIMPLE";
    }
    if (cursor.accept(Keyword.FULL)) {
      return "FULL";
    }
    if (cursor.accept(Keyword.PARTIAL)) {
      throw cursor.fail(start, "MATCH PARTIAL not yet implemented");
    }
    cursor.expect(Keyword.SIMPLE);
    return "SIMPLE";
  }

  private record Actions(
      ReferentialAction onUpdate, ReferentialAction onDelete, List<String> onDeleteColumns) {}

  private Actions actions() {
    ReferentialAction onUpdate = ReferentialAction.NO_ACTION;
    ReferentialAction onDelete = ReferentialAction.NO_ACTION;
    List<String> columns = List.of();
    boolean updateSeen = false;
    boolean deleteSeen = false;
    while (!(updateSeen && deleteSeen) && cursor.at(Keyword.ON)) {
      int on = cursor.position();
      cursor.advance();
      if (!updateSeen && cursor.accept(Keyword.UPDATE)) {
        onUpdate = action();
        updateSeen = true;
        if (!setColumns(onUpdate).isEmpty()) {
          throw cursor.fail(
              on,
              "a column list with %s is only supported for ON DELETE actions"
                  .formatted(onUpdate.name().replace('_', ' ')));
        }
      } else {
        if (deleteSeen) {
          throw cursor.fail();
        }
        cursor.expect(Keyword.DELETE);
        onDelete = action();
        columns = setColumns(onDelete);
        deleteSeen = true;
      }
    }
    return new Actions(onUpdate, onDelete, columns);
  }

  private List<String> setColumns(ReferentialAction action) {
    return action == ReferentialAction.SET_NULL || action == ReferentialAction.SET_DEFAULT
        ? names.optionalColumnList()
        : List.of();
  }

  private ReferentialAction action() {
    if (cursor.accept(Keyword.CASCADE)) {
      return ReferentialAction.CASCADE;
    }
    if (cursor.accept(Keyword.RESTRICT)) {
      return ReferentialAction.RESTRICT;
    }
    if (cursor.accept(Keyword.NO)) {
      cursor.expect(Keyword.ACTION);
      return ReferentialAction.NO_ACTION;
    }
    cursor.expect(Keyword.SET);
    if (cursor.accept(Keyword.NULL)) {
      return ReferentialAction.SET_NULL;
    }
    cursor.expect(Keyword.DEFAULT);
    return ReferentialAction.SET_DEFAULT;
  }
}
