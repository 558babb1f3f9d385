package dev.safemigrate.parser;

import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.OptionChange;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of options in parentheses: of relations, definitions, utilities and foreign objects. */
final class OptionLists {

  private final TokenCursor cursor;
  private final Clauses clauses;

  OptionLists(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
  }

  /** reloptions behind WITH, or none. */
  List<Option> withOptions() {
    return cursor.accept(Keyword.WITH) ? relationOptions() : List.of();
  }

  /** reloptions: {@code (fillfactor = 70, toast.autovacuum_enabled)}. */
  List<Option> relationOptions() {
    return optionList(true);
  }

  /** definition: {@code (name = value, name)}. */
  List<Option> definition() {
    return optionList(false);
  }

  /** opt_definition. */
  List<Option> withDefinition() {
    return cursor.accept(Keyword.WITH) ? definition() : List.of();
  }

  private List<Option> optionList(boolean qualified) {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<Option> list = new ArrayList<>();
    do {
      int start = cursor.position();
      String name = cursor.label();
      if (qualified && cursor.accept(TokenKind.DOT)) {
        name += "." + cursor.label();
      }
      list.add(cursor.accept(TokenKind.EQUALS) ? argument(start, name) : clauses.bare(start, name));
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  /** def_arg: a type, a reserved word, an operator, a number, a string or NONE. */
  private Option argument(int start, String name) {
    if (cursor.at(TokenKind.STRING)) {
      return new Option(cursor.spanFrom(start), name, Optional.of(cursor.string()), true);
    }
    int first = cursor.position();
    if (clauses.atNumber()) {
      return clauses.option(start, name, clauses.number());
    }
    if (clauses.atOperatorSign()) {
      cursor.advance();
    } else if (cursor.keyword() == Keyword.OPERATOR
        && cursor.kind(1) == TokenKind.OPEN_PARENTHESIS) {
      clauses.qualifiedOperator();
    } else if (cursor.keyword() == Keyword.NONE || cursor.keyword().isReserved()) {
      cursor.advance();
    } else {
      clauses.functionType();
    }
    return new Option(cursor.spanFrom(start), name, Optional.of(foldedFrom(first)));
  }

  /** The text from a token; a single unquoted word is folded. */
  private String foldedFrom(int first) {
    return cursor.position() == first + 1 && cursor.tokens().is(first, TokenKind.WORD)
        ? cursor.tokens().name(first)
        : clauses.textFrom(first);
  }

  /** utility_option_list in parentheses: {@code (VERBOSE, PARALLEL 4)}. */
  List<Option> utilityOptions() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<Option> list = new ArrayList<>();
    do {
      list.add(utilityOption());
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  private Option utilityOption() {
    int start = cursor.position();
    String name;
    if (cursor.accept(Keyword.ANALYZE) || cursor.accept(Keyword.ANALYSE)) {
      name = "analyze";
    } else {
      name = cursor.nonReservedWord();
    }
    if (cursor.at(TokenKind.COMMA) || cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      return clauses.bare(start, name);
    }
    if (cursor.at(TokenKind.STRING)) {
      return new Option(cursor.spanFrom(start), name, Optional.of(cursor.string()), true);
    }
    if (cursor.at(TokenKind.INTEGER)
        || cursor.at(TokenKind.DECIMAL)
        || cursor.at(TokenKind.PLUS)
        || cursor.at(TokenKind.MINUS)) {
      return clauses.option(start, name, clauses.number());
    }
    return clauses.option(start, name, clauses.booleanOrWord());
  }

  /** create_generic_options: OPTIONS (name 'value', ...), or none. */
  List<Option> foreignOptions() {
    List<Option> list = new ArrayList<>();
    if (!cursor.accept(Keyword.OPTIONS)) {
      return list;
    }
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    do {
      list.add(foreignOption());
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  private Option foreignOption() {
    int start = cursor.position();
    String name = cursor.label();
    return new Option(cursor.spanFrom(start), name, Optional.of(cursor.string()), true);
  }

  /** alter_generic_options. */
  List<OptionChange> changedForeignOptions() {
    cursor.expect(Keyword.OPTIONS);
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<OptionChange> list = new ArrayList<>();
    do {
      list.add(changedForeignOption());
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  private OptionChange changedForeignOption() {
    // SET, ADD and DROP may be the names of options: then a string follows.
    boolean named = cursor.kind(1) == TokenKind.STRING;
    if (!named && cursor.accept(Keyword.DROP)) {
      int start = cursor.position();
      return new OptionChange(OptionChange.Change.DROP, clauses.bare(start, cursor.label()));
    }
    if (!named && cursor.accept(Keyword.SET)) {
      return new OptionChange(OptionChange.Change.SET, foreignOption());
    }
    if (!named) {
      cursor.accept(Keyword.ADD);
    }
    return new OptionChange(OptionChange.Change.ADD, foreignOption());
  }

  /** old_aggr_definition: as {@link #definition}, but key words are no names here. */
  List<Option> oldAggregateDefinition() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<Option> list = new ArrayList<>();
    do {
      int start = cursor.position();
      if (cursor.keyword() != Keyword.NOT_A_KEYWORD) {
        throw cursor.failExpecting("a name");
      }
      String name = cursor.columnId();
      cursor.expect(TokenKind.EQUALS);
      list.add(argument(start, name));
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }
}
