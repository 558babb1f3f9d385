package dev.safemigrate.parser;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.FunctionParameter.Mode;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parameters of functions, procedures and aggregates: func_arg. */
final class FunctionArguments {

  private final TokenCursor cursor;
  private final Clauses clauses;

  FunctionArguments(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
  }

  /** func_args_list: one or more, without defaults. */
  static List<FunctionParameter> withoutDefaults(Clauses clauses) {
    FunctionArguments arguments = new FunctionArguments(clauses);
    List<FunctionParameter> list = new ArrayList<>();
    do {
      list.add(arguments.argument(false));
    } while (clauses.cursor().accept(TokenKind.COMMA));
    return list;
  }

  /** func_args_with_defaults. */
  List<FunctionParameter> parameters() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<FunctionParameter> list = new ArrayList<>();
    if (!cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      do {
        list.add(argument(true));
      } while (cursor.accept(TokenKind.COMMA));
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  /** table_func_column_list in parentheses. */
  List<FunctionParameter> tableColumns() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<FunctionParameter> list = new ArrayList<>();
    do {
      int start = cursor.position();
      String name = cursor.typeOrFunctionName();
      TypeName type = clauses.functionType();
      list.add(
          new FunctionParameter(
              cursor.spanFrom(start), Optional.of(name), Mode.OUT, type, Optional.empty()));
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  private FunctionParameter argument(boolean mayHaveDefault) {
    int start = cursor.position();
    Optional<Mode> mode = mode();
    Optional<String> name = name();
    if (mode.isEmpty() && name.isPresent()) {
      mode = mode();
    }
    TypeName type = clauses.functionType();
    Optional<Expression> value = Optional.empty();
    if (mayHaveDefault && (cursor.accept(Keyword.DEFAULT) || cursor.accept(TokenKind.EQUALS))) {
      value = Optional.of(clauses.expression());
    }
    return new FunctionParameter(cursor.spanFrom(start), name, mode.orElse(Mode.IN), type, value);
  }

  /** arg_class. */
  private Optional<Mode> mode() {
    if (cursor.accept(Keyword.IN)) {
      return Optional.of(cursor.accept(Keyword.OUT) ? Mode.INOUT : Mode.IN);
    }
    if (cursor.accept(Keyword.OUT)) {
      return Optional.of(Mode.OUT);
    }
    if (cursor.accept(Keyword.INOUT)) {
      return Optional.of(Mode.INOUT);
    }
    return cursor.accept(Keyword.VARIADIC) ? Optional.of(Mode.VARIADIC) : Optional.empty();
  }

  /** param_name: told from a type by the word that follows, with which a type begins. */
  private Optional<String> name() {
    if (!cursor.atTypeOrFunctionName()) {
      return Optional.empty();
    }
    TokenKind next = cursor.kind(1);
    Keyword word = cursor.keyword(1);
    boolean typeFollows =
        next == TokenKind.QUOTED_NAME
            || next == TokenKind.WORD
                && (word.category() != KeywordCategory.RESERVED
                    || word == Keyword.IN
                    || word == Keyword.VARIADIC);
    boolean doublePrecision = cursor.keyword() == Keyword.DOUBLE && word == Keyword.PRECISION;
    return typeFollows && !doublePrecision
        ? Optional.of(cursor.typeOrFunctionName())
        : Optional.empty();
  }
}
