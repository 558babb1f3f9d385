package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterDomain;
import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterType;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateCompositeType;
import dev.safemigrate.ast.CreateDomain;
import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateRangeType;
import dev.safemigrate.ast.Define;
import dev.safemigrate.ast.DomainAction;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CREATE and ALTER of types and domains. */
final class TypeParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ColumnParser columns;
  private final ConstraintParser constraints;
  private final AlterObjectParser objects;

  TypeParser(
      Clauses clauses,
      ColumnParser columns,
      ConstraintParser constraints,
      AlterObjectParser objects) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.columns = columns;
    this.constraints = constraints;
    this.objects = objects;
  }

  /** From behind CREATE TYPE. */
  Statement createType(int start) {
    QualifiedName name = clauses.names().anyName();
    if (!cursor.accept(Keyword.AS)) {
      List<Option> options =
          cursor.at(TokenKind.OPEN_PARENTHESIS) ? clauses.options.definition() : List.of();
      return new Define(
          cursor.spanFrom(start), ObjectType.TYPE, name, false, false, Optional.empty(), options);
    }
    if (cursor.accept(Keyword.ENUM)) {
      List<String> labels = labels();
      return new CreateEnum(cursor.spanFrom(start), name, labels);
    }
    if (cursor.accept(Keyword.RANGE)) {
      List<Option> options = clauses.options.definition();
      return new CreateRangeType(cursor.spanFrom(start), name, options);
    }
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    var attributes = columns.attributes();
    return new CreateCompositeType(cursor.spanFrom(start), name, attributes);
  }

  private List<String> labels() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<String> labels = new ArrayList<>();
    if (!cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      do {
        labels.add(cursor.string());
      } while (cursor.accept(TokenKind.COMMA));
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return labels;
  }

  /** From behind CREATE DOMAIN. */
  Statement createDomain(int start) {
    QualifiedName name = clauses.names().anyName();
    cursor.accept(Keyword.AS);
    TypeName type = clauses.type();
    ColumnParser.Qualifiers qualifiers = columns.qualifiers();
    return new CreateDomain(
        cursor.spanFrom(start), name, type, qualifiers.collation(), qualifiers.constraints());
  }

  /** From behind ALTER TYPE. */
  Statement alterType(int start) {
    ObjectReference object = objects.object(ObjectType.TYPE);
    if (cursor.at(Keyword.ADD) && cursor.keyword(1) == Keyword.VALUE) {
      cursor.advance();
      cursor.advance();
      return addValue(start, object.name());
    }
    if (cursor.at(Keyword.DROP) && cursor.keyword(1) == Keyword.VALUE) {
      int drop = cursor.position();
      cursor.advance();
      cursor.advance();
      cursor.string();
      throw cursor.fail(drop, "dropping an enum value is not implemented");
    }
    if (cursor.at(Keyword.RENAME) && cursor.keyword(1) == Keyword.VALUE) {
      cursor.advance();
      cursor.advance();
      return renameValue(start, object.name());
    }
    if (cursor.at(Keyword.RENAME) && cursor.keyword(1) == Keyword.ATTRIBUTE) {
      cursor.advance();
      cursor.advance();
      return renameAttribute(start, object.name());
    }
    if (cursor.at(Keyword.SET) && cursor.kind(1) == TokenKind.OPEN_PARENTHESIS) {
      cursor.advance();
      List<Option> options = clauses.options.definition();
      return new AlterType(cursor.spanFrom(start), object.name(), options);
    }
    if (cursor.at(Keyword.ADD) || cursor.at(Keyword.DROP) || cursor.at(Keyword.ALTER)) {
      return attributes(start, object);
    }
    return objects.change(start, object, false);
  }

  private Statement addValue(int start, QualifiedName type) {
    boolean ifNotExists = clauses.ifNotExists();
    String label = cursor.string();
    boolean after = false;
    Optional<String> neighbour = Optional.empty();
    if (cursor.accept(Keyword.BEFORE)) {
      neighbour = Optional.of(cursor.string());
    } else if (cursor.accept(Keyword.AFTER)) {
      after = true;
      neighbour = Optional.of(cursor.string());
    }
    return new AlterEnum(
        cursor.spanFrom(start), type, Optional.empty(), label, neighbour, after, ifNotExists);
  }

  private Statement renameValue(int start, QualifiedName type) {
    String old = cursor.string();
    cursor.expect(Keyword.TO);
    String label = cursor.string();
    return new AlterEnum(
        cursor.spanFrom(start), type, Optional.of(old), label, Optional.empty(), false, false);
  }

  private Statement renameAttribute(int start, QualifiedName type) {
    int token = cursor.position();
    String old = cursor.columnId();
    ObjectReference attribute =
        new ObjectReference(
            cursor.spanFrom(token),
            ObjectType.ATTRIBUTE,
            QualifiedName.of(old),
            Optional.of(type),
            Optional.empty());
    cursor.expect(Keyword.TO);
    String name = cursor.columnId();
    boolean cascade = clauses.cascade();
    return new Rename(
        cursor.spanFrom(start),
        ObjectType.ATTRIBUTE,
        attribute,
        Optional.of(ObjectType.TYPE),
        name,
        false,
        cascade);
  }

  /** alter_type_cmds. */
  private Statement attributes(int start, ObjectReference object) {
    List<AlterTableAction> actions = new ArrayList<>();
    do {
      actions.add(attributeAction());
    } while (cursor.accept(TokenKind.COMMA));
    RelationReference relation = new RelationReference(object.span(), object.name(), false);
    return new AlterTable(cursor.spanFrom(start), ObjectType.TYPE, relation, false, actions);
  }

  private AlterTableAction attributeAction() {
    int start = cursor.position();
    if (cursor.accept(Keyword.ADD)) {
      cursor.expect(Keyword.ATTRIBUTE);
      var attribute = columns.attribute();
      boolean cascade = clauses.cascade();
      return new AlterTableAction.AddColumn(cursor.spanFrom(start), attribute, false, cascade);
    }
    if (cursor.accept(Keyword.DROP)) {
      cursor.expect(Keyword.ATTRIBUTE);
      boolean ifExists = clauses.ifExists();
      String name = cursor.columnId();
      boolean cascade = clauses.cascade();
      return new AlterTableAction.DropColumn(cursor.spanFrom(start), name, ifExists, cascade);
    }
    cursor.expect(Keyword.ALTER);
    cursor.expect(Keyword.ATTRIBUTE);
    String name = cursor.columnId();
    if (cursor.accept(Keyword.SET)) {
      cursor.expect(Keyword.DATA);
    }
    cursor.expect(Keyword.TYPE);
    TypeName type = clauses.type();
    Optional<QualifiedName> collation =
        cursor.accept(Keyword.COLLATE) ? Optional.of(clauses.names().anyName()) : Optional.empty();
    boolean cascade = clauses.cascade();
    return new AlterTableAction.AlterColumnType(
        cursor.spanFrom(start), name, type, collation, Optional.empty(), cascade);
  }

  /** From behind ALTER DOMAIN. */
  Statement alterDomain(int start) {
    ObjectReference object = objects.object(ObjectType.DOMAIN);
    if (cursor.at(Keyword.RENAME) && cursor.keyword(1) == Keyword.CONSTRAINT) {
      cursor.advance();
      cursor.advance();
      return renameConstraint(start, object.name());
    }
    Optional<DomainAction> action = domainAction();
    return action.isPresent()
        ? new AlterDomain(cursor.spanFrom(start), object.name(), action.get())
        : objects.change(start, object, false);
  }

  private Statement renameConstraint(int start, QualifiedName domain) {
    int token = cursor.position();
    String old = cursor.columnId();
    ObjectReference constraint =
        new ObjectReference(
            cursor.spanFrom(token),
            ObjectType.DOMAIN_CONSTRAINT,
            QualifiedName.of(old),
            Optional.of(domain),
            Optional.empty());
    cursor.expect(Keyword.TO);
    String name = cursor.columnId();
    return new Rename(
        cursor.spanFrom(start),
        ObjectType.DOMAIN_CONSTRAINT,
        constraint,
        Optional.empty(),
        name,
        false,
        false);
  }

  private Optional<DomainAction> domainAction() {
    if (cursor.at(Keyword.SET) && cursor.keyword(1) != Keyword.SCHEMA) {
      cursor.advance();
      if (cursor.accept(Keyword.DEFAULT)) {
        return Optional.of(new DomainAction.SetDefault(clauses.expression()));
      }
      cursor.at(Keyword.SCHEMA);
      cursor.expect(Keyword.NOT);
      cursor.expect(Keyword.NULL);
      return Optional.of(new DomainAction.SetNotNull());
    }
    if (cursor.accept(Keyword.DROP)) {
      return Optional.of(dropFromDomain());
    }
    if (cursor.accept(Keyword.ADD)) {
      return Optional.of(new DomainAction.AddConstraint(domainConstraint()));
    }
    if (cursor.accept(Keyword.VALIDATE)) {
      cursor.expect(Keyword.CONSTRAINT);
      return Optional.of(new DomainAction.ValidateConstraint(cursor.columnId()));
    }
    return Optional.empty();
  }

  private DomainAction dropFromDomain() {
    if (cursor.accept(Keyword.DEFAULT)) {
      return new DomainAction.DropDefault();
    }
    if (cursor.accept(Keyword.NOT)) {
      cursor.expect(Keyword.NULL);
      return new DomainAction.DropNotNull();
    }
    cursor.expect(Keyword.CONSTRAINT);
    boolean ifExists = clauses.ifExists();
    String name = cursor.columnId();
    boolean cascade = clauses.cascade();
    return new DomainAction.DropConstraint(name, ifExists, cascade);
  }

  /** DomainConstraint. */
  private Constraint domainConstraint() {
    int start = cursor.position();
    Optional<String> name = constraints.optionalName();
    if (cursor.accept(Keyword.NOT)) {
      cursor.expect(Keyword.NULL);
      AttributeBits bits =
          AttributeBits.read(cursor)
              .notDeferrable("NOT NULL")
              .alwaysValid("NOT NULL")
              .alwaysInherited("NOT NULL")
              .alwaysEnforced("NOT NULL");
      return new Constraint.NotNull(
          cursor.spanFrom(start), name, Optional.empty(), bits.attributes());
    }
    cursor.expect(Keyword.CHECK);
    Expression condition = clauses.enclosedExpression();
    AttributeBits bits = AttributeBits.read(cursor).notDeferrable("CHECK").alwaysEnforced("CHECK");
    return new Constraint.Check(cursor.spanFrom(start), name, condition, bits.attributes());
  }
}
