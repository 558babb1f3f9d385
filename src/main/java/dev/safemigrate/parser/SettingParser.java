package dev.safemigrate.parser;

import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.SetConstraints;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.SetVariable.Kind;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SET, RESET, SHOW and DISCARD. */
final class SettingParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final TransactionParser transactions;

  SettingParser(Clauses clauses, TransactionParser transactions) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.transactions = transactions;
  }

  /** From behind SET. */
  Statement set(int start) {
    if (isPlainAssignment()) {
      return assignment(start, false);
    }
    if (cursor.accept(Keyword.CONSTRAINTS)) {
      return constraints(start);
    }
    boolean local = cursor.accept(Keyword.LOCAL);
    boolean session =
        !local && cursor.keyword(1) != Keyword.AUTHORIZATION && cursor.accept(Keyword.SESSION);
    if ((local || session) && isPlainAssignment()) {
      return assignment(start, local);
    }
    // SET SESSION SESSION CHARACTERISTICS too: set_rest has the word once more.
    boolean again =
        cursor.at(Keyword.SESSION)
            && cursor.keyword(1) == Keyword.CHARACTERISTICS
            && !isPlainAssignment();
    if (again) {
      cursor.advance();
    }
    if ((session || again) && cursor.accept(Keyword.CHARACTERISTICS)) {
      cursor.expect(Keyword.AS);
      cursor.expect(Keyword.TRANSACTION);
      List<String> modes = transactions.modes();
      return variable(start, "SESSION CHARACTERISTICS", Kind.SET_MULTI, false, modes);
    }
    if (cursor.at(Keyword.TRANSACTION) && cursor.keyword(1) != Keyword.SNAPSHOT) {
      cursor.advance();
      List<String> modes = transactions.modes();
      return variable(start, "TRANSACTION", Kind.SET_MULTI, local, modes);
    }
    return more(start, local);
  }

  /** var_name followed by what only an assignment goes on with. */
  private boolean isPlainAssignment() {
    return cursor.atColumnId()
        && (cursor.keyword(1) == Keyword.TO
            || cursor.kind(1) == TokenKind.EQUALS
            || cursor.kind(1) == TokenKind.DOT
            || cursor.keyword(1) == Keyword.FROM);
  }

  /** set_rest_more, from behind SET and its scope. */
  SetVariable more(int start, boolean local) {
    if (isPlainAssignment()) {
      return assignment(start, local);
    }
    int word = cursor.position();
    switch (cursor.keyword()) {
      case TIME -> {
        cursor.advance();
        cursor.expect(Keyword.ZONE);
        return timeZone(start, local);
      }
      case CATALOG -> {
        cursor.advance();
        cursor.string();
        throw cursor.fail(word + 1, "current database cannot be changed");
      }
      case SCHEMA -> {
        cursor.advance();
        return value(start, "search_path", local, cursor.string());
      }
      case NAMES -> {
        cursor.advance();
        if (cursor.at(TokenKind.STRING)) {
          return value(start, "client_encoding", local, cursor.string());
        }
        cursor.accept(Keyword.DEFAULT);
        return variable(start, "client_encoding", Kind.SET_DEFAULT, local, List.of());
      }
      case ROLE -> {
        cursor.advance();
        return value(start, "role", local, clauses.wordOrString());
      }
      case SESSION -> {
        cursor.advance();
        cursor.expect(Keyword.AUTHORIZATION);
        if (cursor.accept(Keyword.DEFAULT)) {
          return variable(start, "session_authorization", Kind.SET_DEFAULT, local, List.of());
        }
        return value(start, "session_authorization", local, clauses.wordOrString());
      }
      case XML -> {
        cursor.advance();
        cursor.expect(Keyword.OPTION);
        boolean document = cursor.accept(Keyword.DOCUMENT);
        if (!document) {
          cursor.expect(Keyword.CONTENT);
        }
        return value(start, "xmloption", local, document ? "DOCUMENT" : "CONTENT");
      }
      case TRANSACTION -> {
        cursor.advance();
        cursor.expect(Keyword.SNAPSHOT);
        List<String> snapshot = List.of(cursor.string());
        return variable(start, "TRANSACTION SNAPSHOT", Kind.SET_MULTI, local, snapshot);
      }
      default -> {
        return assignment(start, local);
      }
    }
  }

  private SetVariable assignment(int start, boolean local) {
    String name = variableName();
    if (cursor.accept(Keyword.FROM)) {
      cursor.expect(Keyword.CURRENT);
      return variable(start, name, Kind.SET_CURRENT, local, List.of());
    }
    if (!cursor.accept(Keyword.TO)) {
      cursor.expect(TokenKind.EQUALS);
    }
    if (cursor.accept(Keyword.DEFAULT)) {
      return variable(start, name, Kind.SET_DEFAULT, local, List.of());
    }
    List<String> values = new ArrayList<>();
    do {
      values.add(value());
    } while (cursor.accept(TokenKind.COMMA));
    return variable(start, name, Kind.SET_VALUE, local, values);
  }

  private String variableName() {
    StringBuilder name = new StringBuilder(cursor.columnId());
    while (cursor.accept(TokenKind.DOT)) {
      name.append('.').append(cursor.columnId());
    }
    return name.toString();
  }

  /** var_value. */
  private String value() {
    if (cursor.at(TokenKind.STRING)) {
      return cursor.string();
    }
    if (clauses.atNumberOrSign()) {
      return clauses.number();
    }
    cursor.expecting("a value");
    return clauses.booleanOrWord();
  }

  private SetVariable timeZone(int start, boolean local) {
    if (cursor.accept(Keyword.DEFAULT) || cursor.accept(Keyword.LOCAL)) {
      return variable(start, "timezone", Kind.SET_DEFAULT, local, List.of());
    }
    int first = cursor.position();
    if (cursor.accept(Keyword.INTERVAL)) {
      if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
        clauses.integer();
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
        cursor.string();
      } else {
        cursor.string();
        int fields = cursor.position();
        clauses.grammar().types.skipIntervalFields();
        refuseFinerThanMinutes(fields);
      }
      return value(start, "timezone", local, clauses.textFrom(first));
    }
    if (cursor.at(TokenKind.STRING)) {
      return value(start, "timezone", local, cursor.string());
    }
    if (clauses.atNumberOrSign()) {
      return value(start, "timezone", local, clauses.number());
    }
    if (cursor.keyword() != Keyword.NOT_A_KEYWORD) {
      throw cursor.failExpecting("a time zone");
    }
    return value(start, "timezone", local, cursor.columnId());
  }

  private void refuseFinerThanMinutes(int fields) {
    boolean hours = cursor.position() == fields || cursor.tokens().is(fields, Keyword.HOUR);
    boolean minutes =
        cursor.position() <= fields + 1 || cursor.tokens().is(fields + 2, Keyword.MINUTE);
    if (!hours || !minutes) {
      throw cursor.fail(fields, "time zone interval must be HOUR or HOUR TO MINUTE");
    }
  }

  private SetVariable value(int start, String name, boolean local, String value) {
    return variable(start, name, Kind.SET_VALUE, local, List.of(value));
  }

  private SetVariable variable(
      int start, String name, Kind kind, boolean local, List<String> values) {
    return new SetVariable(cursor.spanFrom(start), name, kind, local, values);
  }

  /** SET of a function: no value stands for FROM CURRENT. */
  Option functionSetting(int start) {
    int first = cursor.position();
    SetVariable set = more(start, false);
    Optional<String> value =
        switch (set.kind()) {
          case SET_CURRENT -> Optional.empty();
          case SET_DEFAULT -> Optional.of("DEFAULT");
          default -> Optional.of(valueText(first));
        };
    return new Option(cursor.spanFrom(start), set.name(), value);
  }

  /** What follows TO or = behind {@code first}, or the last token. */
  private String valueText(int first) {
    for (int token = first; token < cursor.position() - 1; token++) {
      if (cursor.tokens().is(token, Keyword.TO) || cursor.tokens().is(token, TokenKind.EQUALS)) {
        return clauses.textFrom(token + 1);
      }
    }
    return clauses.textFrom(cursor.position() - 1);
  }

  /** From behind RESET. */
  SetVariable reset(int start) {
    if (cursor.accept(Keyword.ALL)) {
      return variable(start, "all", Kind.RESET_ALL, false, List.of());
    }
    return variable(start, settingName(), Kind.RESET, false, List.of());
  }

  /** A setting by its name or by the words that SQL has for it. */
  private String settingName() {
    if (cursor.accept(Keyword.TIME, Keyword.ZONE)) {
      return "timezone";
    }
    if (cursor.accept(Keyword.TRANSACTION, Keyword.ISOLATION)) {
      cursor.expect(Keyword.LEVEL);
      return "transaction_isolation";
    }
    if (cursor.accept(Keyword.SESSION, Keyword.AUTHORIZATION)) {
      return "session_authorization";
    }
    return variableName();
  }

  /** SetResetClause. */
  void setOrReset() {
    int start = cursor.position();
    if (cursor.accept(Keyword.RESET)) {
      reset(start);
      return;
    }
    cursor.expect(Keyword.SET);
    if (!isPlainAssignment() && cursor.at(Keyword.TRANSACTION)) {
      cursor.advance();
      transactions.modes();
      return;
    }
    more(start, false);
  }

  /** generic_set or generic_reset behind ALTER SYSTEM. */
  Statement alterSystem(int start) {
    if (cursor.accept(Keyword.RESET)) {
      if (!cursor.accept(Keyword.ALL)) {
        variableName();
      }
    } else {
      cursor.expect(Keyword.SET);
      if (assignment(start, false).kind() == Kind.SET_CURRENT) {
        throw cursor.fail();
      }
    }
    return new Other(cursor.spanFrom(start), "AlterSystemStmt", "ALTER SYSTEM", List.of());
  }

  private Statement constraints(int start) {
    List<QualifiedName> names = new ArrayList<>();
    if (!cursor.accept(Keyword.ALL)) {
      do {
        names.add(clauses.names().qualifiedName());
      } while (cursor.accept(TokenKind.COMMA));
    }
    boolean deferred = cursor.accept(Keyword.DEFERRED);
    if (!deferred) {
      cursor.expect(Keyword.IMMEDIATE);
    }
    return new SetConstraints(cursor.spanFrom(start), names, deferred);
  }

  /** From behind SHOW. */
  Statement show(int start) {
    if (!cursor.accept(Keyword.ALL)) {
      settingName();
    }
    return new Other(cursor.spanFrom(start), "VariableShowStmt", "SHOW", List.of());
  }

  /** From behind DISCARD. */
  Statement discard(int start) {
    for (Keyword what :
        List.of(Keyword.ALL, Keyword.TEMP, Keyword.TEMPORARY, Keyword.PLANS, Keyword.SEQUENCES)) {
      if (cursor.accept(what)) {
        String tag = "DISCARD " + (what == Keyword.TEMPORARY ? Keyword.TEMP : what).name();
        return new Other(cursor.spanFrom(start), "DiscardStmt", tag, List.of());
      }
    }
    throw cursor.fail();
  }
}
