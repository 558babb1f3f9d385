package dev.safemigrate.schema;

import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which overload a statement means by the text between a function's parentheses. */
final class Signatures {

  private static final Set<String> MODES = Set.of("in", "inout", "variadic");

  private Signatures() {}

  /** All candidates where no arguments are written; else those whose arguments may be these. */
  static List<FunctionDefinition> matching(
      SchemaState state, List<FunctionDefinition> candidates, ObjectReference object) {
    if (object.arguments().isEmpty()) {
      return candidates;
    }
    List<List<String>> arguments = arguments(object.arguments().get());
    List<FunctionDefinition> sameCount =
        candidates.stream().filter(f -> f.argumentTypes().size() == arguments.size()).toList();
    if (sameCount.size() < 2) {
      return sameCount;
    }
    return sameCount.stream().filter(f -> fits(f, arguments)).toList();
  }

  private static boolean fits(FunctionDefinition function, List<List<String>> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String type = function.argumentTypes().get(i).name().name();
      boolean named =
          arguments.get(i).stream().map(BuiltInTypes::internalName).anyMatch(type::equals);
      boolean array = arguments.get(i).contains("[");
      if (!named || array != function.argumentTypes().get(i).isArray()) {
        return false;
      }
    }
    return true;
  }

  /** The words of every argument; those of OUT arguments do not count. */
  private static List<List<String>> arguments(String text) {
    Tokens tokens = Lexer.read(text);
    List<List<String>> arguments = new ArrayList<>();
    List<String> current = new ArrayList<>();
    int depth = 0;
    for (int i = 0; i < tokens.count(); i++) {
      boolean open = tokens.is(i, TokenKind.OPEN_PARENTHESIS);
      depth += open ? 1 : tokens.is(i, TokenKind.CLOSE_PARENTHESIS) ? -1 : 0;
      if (depth == 0 && tokens.is(i, TokenKind.COMMA)) {
        arguments.add(current);
        current = new ArrayList<>();
      } else {
        current.add(tokens.textOf(i).toLowerCase(Locale.ROOT));
      }
    }
    if (!current.isEmpty()) {
      arguments.add(current);
    }
    arguments.removeIf(words -> words.get(0).equals("out"));
    arguments.forEach(words -> words.removeAll(MODES));
    return arguments;
  }
}
