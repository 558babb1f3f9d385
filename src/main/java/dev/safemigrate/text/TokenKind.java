package dev.safemigrate.text;

/** What a token is. */
public enum TokenKind {
  /** A key word or an unquoted name; {@link Tokens#keyword} tells them apart. */
  WORD("a name"),
  /** A name in double quotes, with its UESCAPE clause if it has one. */
  QUOTED_NAME("a name"),
  /** A string of any notation, with its continuation lines and its UESCAPE clause. */
  STRING("a string"),
  /** {@code B'...'} and {@code X'...'}. */
  BIT_STRING("a bit string"),
  /** A number without fraction that fits 32 bits. */
  INTEGER("an integer"),
  /** Any other number. */
  DECIMAL("a number"),
  /** {@code $1}. */
  PARAMETER("a parameter"),
  /** An operator that is none of the signs below. */
  OPERATOR("an operator"),
  COMMA("','"),
  OPEN_PARENTHESIS("'('"),
  CLOSE_PARENTHESIS("')'"),
  OPEN_BRACKET("'['"),
  CLOSE_BRACKET("']'"),
  DOT("'.'"),
  DOT_DOT("'..'"),
  SEMICOLON("';'"),
  COLON("':'"),
  TYPECAST("'::'"),
  COLON_EQUALS("':='"),
  EQUALS_GREATER("'=>'"),
  PLUS("'+'"),
  MINUS("'-'"),
  STAR("'*'"),
  SLASH("'/'"),
  PERCENT("'%'"),
  CARET("'^'"),
  LESS("'<'"),
  GREATER("'>'"),
  EQUALS("'='"),
  LESS_EQUALS("'<='"),
  GREATER_EQUALS("'>='"),
  NOT_EQUALS("'<>'"),
  /** A character with which nothing begins. */
  OTHER("a character"),
  /** A psql meta-command to the end of its line. */
  PSQL_COMMAND("a psql command"),
  /** The lines behind COPY ... FROM STDIN, with the closing {@code \.} line. */
  COPY_DATA("data"),
  /** Characters that the scanner refuses; {@link Tokens#lexicalError} says why. */
  ERROR("an error"),
  /** Behind the last token. */
  END("the end of the statement");

  private final String description;

  TokenKind(String description) {
    this.description = description;
  }

  /** For messages, as in {@code expected a name}. */
  public String description() {
    return description;
  }
}
