package dev.safemigrate.rule;

import dev.safemigrate.ast.FunctionBody;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.Trigger;
import java.util.Optional;
import java.util.regex.Pattern;

/** What triggers write into rows on their way in. */
final class RowTriggers {

  /** Comments, and texts, in which neither a comment nor a statement begins. */
  private static final Pattern NO_CODE =
      Pattern.compile("(?s)'(?:[^']|'')*'|--[^\\n]*|/\\*.*?\\*/");

  private RowTriggers() {}

  /**
   * Whether a row trigger before the event writes the column, as far as its body can be read.
   *
   * @param event {@code insert} or {@code update}
   */
  static boolean fill(SchemaVocabulary context, QualifiedName table, String column, String event) {
    return context.table(table).map(known -> context.schema().triggers(known.id())).stream()
        .flatMap(triggers -> triggers.stream())
        .filter(trigger -> runsBefore(trigger, event))
        .anyMatch(trigger -> writes(context, trigger, column));
  }

  private static boolean runsBefore(Trigger trigger, String event) {
    return trigger.definition().forEachRow()
        && trigger.definition().timing().equalsIgnoreCase("before")
        && trigger.when().isEmpty()
        && trigger.updateColumns().isEmpty()
        && trigger.definition().events().stream().anyMatch(own -> own.equalsIgnoreCase(event));
  }

  /**
   * {@code NEW.column := ...}, {@code SELECT ... INTO NEW.column}, or the column as an argument.
   */
  private static boolean writes(SchemaVocabulary context, Trigger trigger, String column) {
    boolean argument =
        trigger.definition().function().name().equals("tsvector_update_trigger")
            && trigger.definition().arguments().stream()
                .findFirst()
                .filter(column::equals)
                .isPresent();
    String field = "new\\s*\\.\\s*\"?" + Pattern.quote(column) + "\"?\\s*";
    // A bare = assigns only where a statement begins; elsewhere it compares (manual, "Assignment").
    Pattern assignment =
        Pattern.compile(
            "(?is)\\b" + field + ":=|(?:;|\\bbegin|\\bthen|\\belse|\\bloop)\\s*" + field + "=");
    Pattern into =
        Pattern.compile("(?is)\\binto\\s+new\\s*\\.\\s*\"?" + Pattern.quote(column) + "\\b");
    Optional<String> body =
        context.schema().functions(trigger.definition().function()).stream()
            .findFirst()
            .flatMap(FunctionDefinition::body)
            .map(FunctionBody::text)
            .map(text -> NO_CODE.matcher(text).replaceAll(" "));
    return argument
        || body.filter(text -> assignment.matcher(text).find() || into.matcher(text).find())
            .isPresent();
  }
}
