package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.Constraint;
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

/** ALTER COLUMN: what ALTER TABLE does to one column. */
final class AlterColumnParser {

  private static final int MOST_COLUMNS = 32767;

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ColumnParser columns;
  private final SequenceOptions sequences;

  AlterColumnParser(Clauses clauses, ColumnParser columns, SequenceOptions sequences) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.columns = columns;
    this.sequences = sequences;
  }

  /** From behind ALTER. */
  AlterTableAction action(int start) {
    cursor.accept(Keyword.COLUMN);
    if (cursor.at(TokenKind.INTEGER)) {
      return numberedStatistics(start);
    }
    String column = cursor.columnId();
    if (cursor.accept(Keyword.SET)) {
      return set(start, column);
    }
    if (cursor.accept(Keyword.DROP)) {
      return drop(start, column);
    }
    if (cursor.accept(Keyword.TYPE)) {
      return type(start, column);
    }
    if (cursor.accept(Keyword.ADD)) {
      return addIdentity(start, column);
    }
    if (cursor.accept(Keyword.RESET)) {
      List<Option> options = clauses.options.relationOptions();
      return new AlterTableAction.SetColumnOptions(cursor.spanFrom(start), column, options, true);
    }
    if (cursor.at(Keyword.OPTIONS)) {
      var changes = clauses.options.changedForeignOptions();
      return new AlterTableAction.ColumnForeignOptions(cursor.spanFrom(start), column, changes);
    }
    if (cursor.at(Keyword.RESTART)) {
      return identityOptions(start, column, new ArrayList<>());
    }
    throw cursor.fail();
  }

  private AlterTableAction numberedStatistics(int start) {
    int token = cursor.position();
    int number = clauses.integer();
    cursor.expect(Keyword.SET);
    cursor.expect(Keyword.STATISTICS);
    Optional<Integer> target = statisticsTarget();
    if (number < 1 || number > MOST_COLUMNS) {
      throw cursor.fail(
          token, "column number must be in range from 1 to %d".formatted(MOST_COLUMNS));
    }
    return new AlterTableAction.SetStatistics(
        cursor.spanFrom(start), Optional.empty(), number, target);
  }

  /** set_statistics_value. */
  Optional<Integer> statisticsTarget() {
    return cursor.accept(Keyword.DEFAULT) ? Optional.empty() : Optional.of(clauses.signedInteger());
  }

  private AlterTableAction set(int start, String column) {
    switch (cursor.keyword()) {
      case DEFAULT -> {
        cursor.advance();
        Expression value = clauses.expression();
        return new AlterTableAction.SetDefault(cursor.spanFrom(start), column, value);
      }
      case NOT -> {
        cursor.advance();
        cursor.expect(Keyword.NULL);
        return new AlterTableAction.SetNotNull(cursor.spanFrom(start), column);
      }
      case DATA -> {
        cursor.advance();
        cursor.expect(Keyword.TYPE);
        return type(start, column);
      }
      case EXPRESSION -> {
        cursor.requireVersion(17, cursor.position(), "SET EXPRESSION");
        cursor.advance();
        cursor.expect(Keyword.AS);
        Expression value = clauses.enclosedExpression();
        return new AlterTableAction.SetExpression(cursor.spanFrom(start), column, value);
      }
      case STATISTICS -> {
        cursor.advance();
        Optional<Integer> target = statisticsTarget();
        return new AlterTableAction.SetStatistics(
            cursor.spanFrom(start), Optional.of(column), 0, target);
      }
      case STORAGE -> {
        String storage = columns.storage().orElseThrow();
        return new AlterTableAction.SetStorage(cursor.spanFrom(start), column, storage);
      }
      case COMPRESSION -> {
        String method = columns.compression().orElseThrow();
        return new AlterTableAction.SetCompression(cursor.spanFrom(start), column, method);
      }
      default -> {
        return setOptionsOrIdentity(start, column);
      }
    }
  }

  private AlterTableAction setOptionsOrIdentity(int start, String column) {
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      List<Option> options = clauses.options.relationOptions();
      return new AlterTableAction.SetColumnOptions(cursor.spanFrom(start), column, options, false);
    }
    for (Keyword word :
        List.of(
            Keyword.DATA,
            Keyword.DEFAULT,
            Keyword.NOT,
            Keyword.STATISTICS,
            Keyword.STORAGE,
            Keyword.COMPRESSION,
            Keyword.EXPRESSION)) {
      cursor.at(word);
    }
    List<Option> options = new ArrayList<>();
    options.add(setOption(cursor.position() - 1));
    return identityOptions(start, column, options);
  }

  private AlterTableAction identityOptions(int start, String column, List<Option> options) {
    while (true) {
      int option = cursor.position();
      if (cursor.accept(Keyword.SET)) {
        options.add(setOption(option));
      } else if (cursor.accept(Keyword.RESTART)) {
        options.add(sequences.restart(option));
      } else {
        return new AlterTableAction.SetIdentity(cursor.spanFrom(start), column, options);
      }
    }
  }

  /** From behind SET: GENERATED, or an option of the sequence. */
  private Option setOption(int start) {
    int token = cursor.position();
    if (cursor.accept(Keyword.GENERATED)) {
      boolean always = columns.generatedWhen();
      return clauses.option(start, "GENERATED", always ? "ALWAYS" : "BY DEFAULT");
    }
    Option option = sequences.option();
    switch (option.name()) {
      case "AS", "RESTART", "OWNED BY" ->
          throw cursor.fail(
              token,
              "sequence option \"%s\" not supported here"
                  .formatted(option.name().toLowerCase(Locale.ROOT).replace(' ', '_')));
      default -> {
        return new Option(cursor.spanFrom(start), option.name(), option.value(), option.quoted());
      }
    }
  }

  private AlterTableAction drop(int start, String column) {
    if (cursor.accept(Keyword.DEFAULT)) {
      return new AlterTableAction.DropDefault(cursor.spanFrom(start), column);
    }
    if (cursor.accept(Keyword.NOT)) {
      cursor.expect(Keyword.NULL);
      return new AlterTableAction.DropNotNull(cursor.spanFrom(start), column);
    }
    if (cursor.accept(Keyword.EXPRESSION)) {
      boolean ifExists = ifExistsAtEnd();
      return new AlterTableAction.DropExpression(cursor.spanFrom(start), column, ifExists);
    }
    cursor.expect(Keyword.IDENTITY);
    boolean ifExists = ifExistsAtEnd();
    return new AlterTableAction.DropIdentity(cursor.spanFrom(start), column, ifExists);
  }

  private boolean ifExistsAtEnd() {
    if (!cursor.accept(Keyword.IF)) {
      return false;
    }
    cursor.expect(Keyword.EXISTS);
    return true;
  }

  private AlterTableAction type(int start, String column) {
    TypeName type = clauses.type();
    Optional<QualifiedName> collation =
        cursor.accept(Keyword.COLLATE) ? Optional.of(clauses.names().anyName()) : Optional.empty();
    Optional<Expression> using =
        cursor.accept(Keyword.USING) ? Optional.of(clauses.expression()) : Optional.empty();
    return new AlterTableAction.AlterColumnType(
        cursor.spanFrom(start), column, type, collation, using, false);
  }

  private AlterTableAction addIdentity(int start, String column) {
    int constraint = cursor.position();
    cursor.expect(Keyword.GENERATED);
    boolean always = columns.generatedWhen();
    cursor.expect(Keyword.AS);
    cursor.expect(Keyword.IDENTITY);
    List<Option> options = sequences.optionalInParentheses();
    Constraint.Identity identity =
        new Constraint.Identity(cursor.spanFrom(constraint), Optional.empty(), always, options);
    return new AlterTableAction.AddIdentity(cursor.spanFrom(start), column, identity);
  }
}
