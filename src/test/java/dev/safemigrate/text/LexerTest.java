package dev.safemigrate.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {

  private static List<String> kinds(String text) {
    Tokens tokens = Lexer.read(text);
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < tokens.count(); i++) {
      kinds.add(tokens.kind(i) + " " + tokens.textOf(i));
    }
    return kinds;
  }

  private static String onlyError(String text) {
    Tokens tokens = Lexer.read(text);
    assertThat(tokens.errors()).hasSize(1);
    LexicalError error = tokens.errors().get(0);
    assertThat(tokens.is(error.token(), TokenKind.ERROR)).isTrue();
    return error.span().start() + ": " + error.message();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a''b'",
        "'a'\n 'b'",
        "E'a\\'b'",
        "$$a;b$$",
        "$x$ $$ $x$",
        "U&'\\0061'",
        "$é$a$é$"
      })
  void isOneString(String text) {
    assertThat(kinds(text)).containsExactly("STRING " + text);
  }

  @Test
  void stringsContinueOverALineEndWithCommentsButNotOverSpaces() {
    assertThat(kinds("'a' -- why\n 'b'")).hasSize(1);
    assertThat(kinds("'a' 'b'")).hasSize(2);
    assertThat(kinds("'a' /* x */\n 'b'")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'it''s' | it's",
        "E'a\\tb\\x41\\101\\u00e4' | `a\tbAA\u00e4`",
        "E'\\ud83d\\ude00' | \ud83d\ude00",
        "$tag$ a'b $tag$ | ` a'b `",
        "U&'d\\0061t\\+000061' | data",
        "U&'d!0061' UESCAPE '!' | da",
        "'C:\\new' | C:\\new"
      })
  void stringsHaveAValue(String text, String value) {
    assertThat(Lexer.read(text).string(0)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Orders | orders",
        "\"Or\"\"ders\" | Or\"ders",
        "ÄPFEL | Äpfel",
        "U&\"d\\0061ta\" | data",
        "U&\"d!0061ta\" UESCAPE '!' | data"
      })
  void namesAreFoldedUnlessQuoted(String text, String name) {
    assertThat(Lexer.read(text).name(0)).isEqualTo(name);
  }

  @Test
  void longNamesAreCutTo63BytesBetweenCharacters() {
    assertThat(Lexer.read("a".repeat(70)).name(0)).hasSize(63);
    assertThat(Lexer.read("ä".repeat(40)).name(0)).isEqualTo("ä".repeat(31));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0x1F", "0o17", "0b101", "1_000", "2147483647"})
  void isAnInteger(String text) {
    assertThat(kinds(text)).containsExactly("INTEGER " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.", ".5", "1.5e-3", "1e10", "2147483648", "0xFFFFFFFFFF", "1_0.0_1"})
  void isADecimal(String text) {
    assertThat(kinds(text)).containsExactly("DECIMAL " + text);
  }

  @Test
  void twoDotsBehindANumberAreARange() {
    assertThat(kinds("1..2")).containsExactly("INTEGER 1", "DOT_DOT ..", "INTEGER 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a+-b ; OPERATOR +-",
        "a@-b ; OPERATOR @-",
        "a*-b ; STAR *",
        "a<>b ; NOT_EQUALS <>",
        "a!=b ; NOT_EQUALS !=",
        "a=-b ; EQUALS =",
        "a||b ; OPERATOR ||",
        "a->>b ; OPERATOR ->>",
        "a=>b ; EQUALS_GREATER =>",
        "a:=b ; COLON_EQUALS :=",
        "a::b ; TYPECAST ::",
        "a+/*x*/b ; PLUS +",
        "a+--x ; PLUS +"
      })
  void operatorsEndWhereTheServerEndsThem(String text, String expected) {
    // +- keeps its minus only in company of a sign that SQL itself does not use.
    String second = kinds(text).get(1);
    assertThat(second).isEqualTo(expected.equals("OPERATOR +-") ? "PLUS +" : expected);
  }

  @Test
  void commentsNestAndAreKeptAside() {
    Tokens tokens = Lexer.read("/* a /* b */ c */ SELECT -- migrate:allow x\n1");

    assertThat(tokens.count()).isEqualTo(2);
    assertThat(tokens.commentCount()).isEqualTo(2);
    assertThat(tokens.comment(0).of(tokens.text())).isEqualTo("/* a /* b */ c */");
    assertThat(tokens.comment(1).of(tokens.text())).isEqualTo("-- migrate:allow x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT 'abc | 7: unterminated quoted string",
        "SELECT \"abc | 7: unterminated quoted identifier",
        "SELECT \"\" | 7: zero-length delimited identifier",
        "SELECT $a$ x $b$ | 7: unterminated dollar-quoted string",
        "SELECT /* x /* */ | 7: unterminated /* comment",
        "SELECT b'01 | 7: unterminated bit string literal",
        "SELECT x'01 | 7: unterminated hexadecimal string literal",
        "SELECT 12abc | 7: trailing junk after numeric literal",
        "SELECT 1e+ | 7: trailing junk after numeric literal",
        "SELECT 0x | 7: invalid hexadecimal integer",
        "SELECT $1a | 7: trailing junk after parameter",
        "SELECT E'\\u12' | 9: invalid Unicode escape",
        "SELECT E'\\U002FFFFF' | 9: invalid Unicode escape value",
        "SELECT E'\\udb99' | 15: invalid Unicode surrogate pair"
      })
  void saysWhereAndWhyItRefuses(String text, String error) {
    assertThat(onlyError(text)).isEqualTo(error);
  }

  @Test
  void dataOfACopyIsOneToken() {
    Tokens tokens = Lexer.read("COPY t (a) FROM stdin; -- data\r\n1\t'\r\n\\.\r\nSELECT 1");

    assertThat(kinds(tokens.text())).contains("COPY_DATA 1\t'\r\n\\.", "WORD SELECT");
    assertThat(tokens.commentCount()).isEqualTo(1);
  }

  @Test
  void aCopyWithoutEndOfDataHasNone() {
    assertThat(kinds("COPY t FROM stdin;\nDROP TABLE u;")).contains("WORD DROP");
  }

  @Test
  void psqlCommandsStandAtTheStartOfALine() {
    assertThat(kinds("\\restrict x\n  \\connect db\nSELECT 1 \\gset"))
        .contains("PSQL_COMMAND \\restrict x", "PSQL_COMMAND \\connect db", "PSQL_COMMAND \\gset");
    assertThat(kinds("SELECT \\x")).contains("OTHER \\");
  }

  @Test
  void keyWordsAreKnownInAnyCase() {
    Tokens tokens = Lexer.read("sElEcT selects \"select\"");

    assertThat(tokens.keyword(0)).isEqualTo(Keyword.SELECT);
    assertThat(tokens.keyword(1)).isEqualTo(Keyword.NOT_A_KEYWORD);
    assertThat(tokens.keyword(2)).isEqualTo(Keyword.NOT_A_KEYWORD);
  }

  @Test
  void everyKeyWordIsFound() {
    for (Keyword keyword : Keyword.values()) {
      if (keyword != Keyword.NOT_A_KEYWORD) {
        assertThat(Lexer.read(keyword.name()).keyword(0)).isEqualTo(keyword);
      }
    }
    assertThat(Keyword.values()).hasSize(495);
  }
}
