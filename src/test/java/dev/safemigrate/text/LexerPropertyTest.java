package dev.safemigrate.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a string or a name holds comes back from the way in which it was quoted. */
class LexerPropertyTest {

  /** Its escapes are looked at behind all tokens, and must be in it only. */
  private static final String BEHIND = " U&'\\0061'";

  @Property
  void aQuotedStringHoldsWhatWasQuoted(@ForAll("contents") String content) {
    assertIsString("'" + content.replace("'", "''") + "'", content);
  }

  @Property
  void soDoesOneWithEscapes(@ForAll("contents") String content) {
    assertIsString("E'" + content.replace("\\", "\\\\").replace("'", "\\'") + "'", content);
  }

  @Property
  void soDoesOneWithUnicodeEscapes(@ForAll("contents") String content) {
    assertIsString("U&'" + content.replace("\\", "\\\\").replace("'", "''") + "'", content);
  }

  @Property
  void soDoesOneBetweenDollars(@ForAll("contents") String content) {
    assertIsString("$q$" + content.replace("$", "") + "$q$", content.replace("$", ""));
  }

  @Property
  void aQuotedNameHoldsWhatWasQuoted(@ForAll("contents") String content) {
    String name = content.isEmpty() ? "n" : content;
    Tokens tokens = Lexer.read("\"" + name.replace("\"", "\"\"") + "\"" + BEHIND);

    assertThat(tokens.errors()).isEmpty();
    assertThat(tokens.is(0, TokenKind.QUOTED_NAME)).isTrue();
    assertThat(tokens.name(0)).isEqualTo(name);
  }

  private static void assertIsString(String text, String content) {
    Tokens tokens = Lexer.read(text + BEHIND);

    assertThat(tokens.errors()).isEmpty();
    assertThat(tokens.is(0, TokenKind.STRING)).isTrue();
    assertThat(tokens.string(0)).isEqualTo(content);
    assertThat(tokens.string(1)).isEqualTo("a");
    assertThat(tokens.is(2, TokenKind.END)).isTrue();
  }

  @Provide
  Arbitrary<String> contents() {
    return Arbitraries.strings()
        .withChars('\'', '"', '\\', '&', '$', '-', '/', '*', ';', '\n', 'u', 'E', 'ä', ' ')
        .alpha()
        .numeric()
        .ofMaxLength(30);
  }
}
