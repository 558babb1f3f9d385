package dev.safemigrate.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LineIndexTest {

  @Test
  void linesEndWithAnyOfTheThreeLineEnds() {
    LineIndex index = new LineIndex("a\nb\r\nc\rd");

    assertThat(index.lineCount()).isEqualTo(4);
    assertThat(index.line(0)).isEqualTo(1);
    assertThat(index.line(2)).isEqualTo(2);
    assertThat(index.line(5)).isEqualTo(3);
    assertThat(index.line(7)).isEqualTo(4);
    assertThat(index.column(7)).isEqualTo(1);
  }

  @Test
  void theEndOfTheTextHasAPlace() {
    LineIndex index = new LineIndex("ab\n");

    assertThat(index.line(3)).isEqualTo(2);
    assertThat(index.column(3)).isEqualTo(1);
    assertThatThrownBy(() -> index.line(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
