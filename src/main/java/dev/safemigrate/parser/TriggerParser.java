package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterEventTrigger;
import dev.safemigrate.ast.AlterTableAction.FiringState;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.CreateEventTrigger;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Triggers of tables and of events. */
final class TriggerParser {

  private final TokenCursor cursor;
  private final Clauses clauses;

  TriggerParser(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
  }

  /** From behind TRIGGER. */
  Statement create(int start, boolean replace, boolean constraint) {
    String name = cursor.columnId();
    String timing = timing(constraint);
    List<String> updateColumns = new ArrayList<>();
    List<String> events = events(updateColumns);
    cursor.expect(Keyword.ON);
    QualifiedName table = clauses.names().qualifiedName();
    Optional<QualifiedName> from = Optional.empty();
    ConstraintAttributes attributes = ConstraintAttributes.NONE;
    List<CreateTrigger.TransitionTable> transitions = List.of();
    boolean eachRow;
    if (constraint) {
      if (cursor.accept(Keyword.FROM)) {
        from = Optional.of(clauses.names().qualifiedName());
      }
      attributes =
          AttributeBits.read(cursor)
              .alwaysValid("TRIGGER")
              .alwaysInherited("TRIGGER")
              .alwaysEnforced("TRIGGER")
              .attributes();
      cursor.expect(Keyword.FOR);
      cursor.expect(Keyword.EACH);
      cursor.expect(Keyword.ROW);
      eachRow = true;
    } else {
      transitions = referencing();
      eachRow = forEachRow();
    }
    Optional<Expression> when =
        cursor.accept(Keyword.WHEN) ? Optional.of(clauses.enclosedExpression()) : Optional.empty();
    QualifiedName function = execute();
    List<String> arguments = arguments();
    return new CreateTrigger(
        cursor.spanFrom(start),
        name,
        table,
        replace,
        constraint,
        timing,
        events,
        updateColumns,
        from,
        transitions,
        eachRow,
        attributes,
        when,
        function,
        arguments);
  }

  private String timing(boolean constraint) {
    if (!constraint && cursor.accept(Keyword.BEFORE)) {
      return "BEFORE";
    }
    if (!constraint && cursor.accept(Keyword.INSTEAD)) {
      cursor.expect(Keyword.OF);
      return "INSTEAD OF";
    }
    cursor.expect(Keyword.AFTER);
    return "AFTER";
  }

  private List<String> events(List<String> updateColumns) {
    List<String> events = new ArrayList<>();
    do {
      String event = event(updateColumns);
      if (events.contains(event)) {
        throw cursor.fail(cursor.position(), "duplicate trigger events specified");
      }
      events.add(event);
    } while (cursor.accept(Keyword.OR));
    return events;
  }

  private String event(List<String> updateColumns) {
    for (Keyword event : List.of(Keyword.INSERT, Keyword.DELETE, Keyword.TRUNCATE)) {
      if (cursor.accept(event)) {
        return event.name();
      }
    }
    cursor.expect(Keyword.UPDATE);
    if (cursor.accept(Keyword.OF)) {
      updateColumns.addAll(clauses.names().columnIds());
    }
    return Keyword.UPDATE.name();
  }

  private List<CreateTrigger.TransitionTable> referencing() {
    List<CreateTrigger.TransitionTable> list = new ArrayList<>();
    if (!cursor.accept(Keyword.REFERENCING)) {
      return list;
    }
    do {
      boolean old = cursor.accept(Keyword.OLD);
      if (!old) {
        cursor.expect(Keyword.NEW);
      }
      boolean table = cursor.accept(Keyword.TABLE);
      if (!table) {
        cursor.expect(Keyword.ROW);
      }
      cursor.accept(Keyword.AS);
      list.add(new CreateTrigger.TransitionTable(old, table, cursor.columnId()));
    } while (cursor.at(Keyword.NEW) || cursor.at(Keyword.OLD));
    return list;
  }

  private boolean forEachRow() {
    if (!cursor.accept(Keyword.FOR)) {
      return false;
    }
    cursor.accept(Keyword.EACH);
    boolean row = cursor.accept(Keyword.ROW);
    if (!row) {
      cursor.expect(Keyword.STATEMENT);
    }
    return row;
  }

  private QualifiedName execute() {
    cursor.expect(Keyword.EXECUTE);
    if (!cursor.accept(Keyword.FUNCTION)) {
      cursor.expect(Keyword.PROCEDURE);
    }
    QualifiedName function = clauses.names().functionName();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    return function;
  }

  /** TriggerFuncArgs up to the closing parenthesis. */
  private List<String> arguments() {
    List<String> list = new ArrayList<>();
    if (!cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      do {
        list.add(argument());
      } while (cursor.accept(TokenKind.COMMA));
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  private String argument() {
    if (cursor.at(TokenKind.STRING)) {
      return cursor.string();
    }
    if (cursor.accept(TokenKind.INTEGER) || cursor.accept(TokenKind.DECIMAL)) {
      return cursor.tokens().textOf(cursor.position() - 1);
    }
    return cursor.label();
  }

  /** From behind CREATE EVENT TRIGGER. */
  Statement createEventTrigger(int start) {
    String name = cursor.columnId();
    cursor.expect(Keyword.ON);
    String event = cursor.label();
    List<CreateEventTrigger.Filter> filters = new ArrayList<>();
    if (cursor.accept(Keyword.WHEN)) {
      do {
        filters.add(filter());
      } while (cursor.accept(Keyword.AND));
    }
    QualifiedName function = execute();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return new CreateEventTrigger(cursor.spanFrom(start), name, event, filters, function);
  }

  private CreateEventTrigger.Filter filter() {
    String variable = cursor.columnId();
    cursor.expect(Keyword.IN);
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<String> values = new ArrayList<>();
    do {
      values.add(cursor.string());
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return new CreateEventTrigger.Filter(variable, values);
  }

  /** True at ENABLE or DISABLE. */
  boolean isEnableOrDisable() {
    return cursor.at(Keyword.ENABLE) || cursor.at(Keyword.DISABLE);
  }

  /** From behind the name in ALTER EVENT TRIGGER. */
  Statement alterEventTrigger(int start, String name) {
    FiringState state = FiringState.DISABLED;
    if (!cursor.accept(Keyword.DISABLE)) {
      cursor.expect(Keyword.ENABLE);
      state = FiringState.ENABLED;
      if (cursor.accept(Keyword.REPLICA)) {
        state = FiringState.REPLICA;
      } else if (cursor.accept(Keyword.ALWAYS)) {
        state = FiringState.ALWAYS;
      }
    }
    return new AlterEventTrigger(cursor.spanFrom(start), name, state);
  }
}
