package dev.safemigrate.parser;

import dev.safemigrate.ast.Option;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;

/** SeqOptElem: the options of sequences and identity columns. */
final class SequenceOptions {

  private final TokenCursor cursor;
  private final Clauses clauses;

  SequenceOptions(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
  }

  /** OptSeqOptList. */
  List<Option> list() {
    List<Option> list = new ArrayList<>();
    while (isHere()) {
      list.add(option());
    }
    return list;
  }

  /** SeqOptList, of at least one. */
  List<Option> atLeastOne() {
    List<Option> list = list();
    if (list.isEmpty()) {
      throw cursor.fail();
    }
    return list;
  }

  /** OptParenthesizedSeqOptList. */
  List<Option> optionalInParentheses() {
    if (!cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      return List.of();
    }
    List<Option> list = atLeastOne();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  private boolean isHere() {
    switch (cursor.keyword()) {
      case AS,
          CACHE,
          CYCLE,
          INCREMENT,
          LOGGED,
          MAXVALUE,
          MINVALUE,
          NO,
          OWNED,
          RESTART,
          SEQUENCE,
          START,
          UNLOGGED -> {
        return true;
      }
      default -> {
        cursor.expecting("a sequence option");
        return false;
      }
    }
  }

  /** One option; its name is that of the manual without optional words. */
  Option option() {
    int start = cursor.position();
    if (!isHere()) {
      throw cursor.fail();
    }
    Keyword word = cursor.keyword();
    cursor.advance();
    String name = word.name();
    switch (word) {
      case AS -> {
        int type = cursor.position();
        clauses.simpleType();
        return clauses.optionFrom(start, name, type);
      }
      case CYCLE, LOGGED, UNLOGGED -> {
        return clauses.bare(start, name);
      }
      case NO -> {
        return clauses.bare(start, "NO " + negated());
      }
      case OWNED -> {
        cursor.expect(Keyword.BY);
        return qualified(start, "OWNED BY");
      }
      case SEQUENCE -> {
        cursor.expect(Keyword.NAME);
        return qualified(start, "SEQUENCE NAME");
      }
      case RESTART -> {
        return restart(start);
      }
      case INCREMENT -> cursor.accept(Keyword.BY);
      case START -> cursor.accept(Keyword.WITH);
      default -> {
        // CACHE, MAXVALUE and MINVALUE have no optional word.
      }
    }
    return clauses.option(start, name, clauses.number());
  }

  private String negated() {
    for (Keyword word : List.of(Keyword.MAXVALUE, Keyword.MINVALUE)) {
      if (cursor.accept(word)) {
        return word.name();
      }
    }
    cursor.expect(Keyword.CYCLE);
    return Keyword.CYCLE.name();
  }

  private Option qualified(int start, String name) {
    int first = cursor.position();
    clauses.names().anyName();
    return clauses.optionFrom(start, name, first);
  }

  /** RESTART, or RESTART WITH a number. */
  Option restart(int start) {
    if (cursor.accept(Keyword.WITH) || clauses.atNumber()) {
      return clauses.option(start, "RESTART", clauses.number());
    }
    return clauses.bare(start, "RESTART");
  }
}
