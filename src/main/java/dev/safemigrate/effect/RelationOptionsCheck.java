package dev.safemigrate.effect;

import dev.safemigrate.ast.Option;
import java.util.List;

/** Options that a version does not know yet. */
final class RelationOptionsCheck {

  private RelationOptionsCheck() {}

  static void view(Prediction prediction, List<Option> options) {
    for (Option option : options) {
      if (option.name().equals("security_invoker") && !prediction.atLeast(15)) {
        prediction.fail(Prediction.INVALID_PARAMETER, "security_invoker came with 15");
      }
    }
  }
}
