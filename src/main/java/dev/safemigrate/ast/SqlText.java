package dev.safemigrate.ast;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** SQL text in the making: words with one space between them. */
final class SqlText {

  private final StringBuilder text = new StringBuilder();

  /** Adds words as they are. */
  SqlText add(String words) {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '(') {
      text.append(' ');
    }
    text.append(words);
    return this;
  }

  SqlText addIf(boolean condition, String words) {
    return condition ? add(words) : this;
  }

  /** Adds a name of one part, quoted when it must be. */
  SqlText name(String name) {
    return add(Identifiers.quote(name));
  }

  SqlText name(QualifiedName name) {
    return add(Identifiers.quote(name));
  }

  SqlText relation(RelationReference relation) {
    return addIf(relation.only(), "ONLY").name(relation.name());
  }

  SqlText string(String value) {
    return add(Identifiers.string(value));
  }

  /** Adds {@code words} and what is written for the value, if there is one. */
  <T> SqlText optional(String words, Optional<T> value, BiConsumer<SqlText, T> writer) {
    value.ifPresent(
        present -> {
          if (!words.isEmpty()) {
            add(words);
          }
          writer.accept(this, present);
        });
    return this;
  }

  SqlText optionalName(String words, Optional<String> name) {
    return optional(words, name, SqlText::name);
  }

  /** Adds the elements with commas between them. */
  <T> SqlText list(List<T> elements, BiConsumer<SqlText, T> writer) {
    boolean first = true;
    for (T element : elements) {
      if (!first) {
        text.append(',');
      }
      writer.accept(this, element);
      first = false;
    }
    return this;
  }

  SqlText names(List<String> names) {
    return list(names, SqlText::name);
  }

  /** Adds the elements with commas between them, in parentheses. */
  <T> SqlText parenthesised(List<T> elements, BiConsumer<SqlText, T> writer) {
    return add("(").list(elements, writer).close();
  }

  /** Adds names in parentheses unless there are none. */
  SqlText columns(List<String> names) {
    return names.isEmpty() ? this : parenthesised(names, SqlText::name);
  }

  /** Adds an expression in parentheses. */
  SqlText enclosed(Expression expression) {
    return add("(").add(expression.text()).close();
  }

  SqlText close() {
    text.append(')');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
