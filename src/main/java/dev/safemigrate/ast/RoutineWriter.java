package dev.safemigrate.ast;

import java.util.List;
import java.util.Optional;

/** Writes functions, triggers, rules, policies and what CREATE AGGREGATE and its like define. */
final class RoutineWriter {

  private RoutineWriter() {}

  static SqlText createFunction(CreateFunction function) {
    SqlText text =
        new SqlText()
            .add("CREATE")
            .addIf(function.replace(), "OR REPLACE")
            .add(function.procedure() ? "PROCEDURE" : "FUNCTION")
            .name(function.name())
            .parenthesised(function.parameters(), RoutineWriter::parameter)
            .optional("RETURNS", function.returns(), ConstraintWriter::type);
    if (!function.returnsTable().isEmpty()) {
      text.add("RETURNS TABLE").parenthesised(function.returnsTable(), RoutineWriter::column);
    }
    text.optionalName(
        "LANGUAGE", Optional.of(function.language()).filter(language -> !language.isEmpty()));
    text.optional("", function.volatility(), (into, word) -> into.add(word.name()))
        .addIf(function.strict(), "STRICT")
        .addIf(function.securityDefiner(), "SECURITY DEFINER");
    String symbol = attributes(text, function.attributes());
    function.settings().forEach(setting -> setting(text, setting));
    function
        .body()
        .ifPresent(
            body -> {
              if (body.sqlStandard()) {
                text.add(body.text());
              } else {
                text.add("AS").add(dollarQuoted(body.text()) + symbol);
              }
            });
    return text;
  }

  /** Writes the attributes; the second string behind AS is given back. */
  private static String attributes(SqlText text, List<Option> attributes) {
    String symbol = "";
    for (Option attribute : attributes) {
      if (attribute.name().equals("LINK SYMBOL")) {
        symbol = ", " + Identifiers.string(attribute.value().orElse(""));
      } else {
        text.add(attribute.name());
        ConstraintWriter.value(text, attribute);
      }
    }
    return symbol;
  }

  private static void setting(SqlText text, Option setting) {
    text.add("SET").name(QualifiedName.of(setting.name().split("\\.", -1)));
    text.add(setting.value().map(value -> "TO " + value).orElse("FROM CURRENT"));
  }

  /** A body in dollar quotes with a tag that does not occur in it. */
  private static String dollarQuoted(String body) {
    String tag = "$$";
    for (int i = 0; body.contains(tag) || (body + "$").contains(tag); i++) {
      tag = "$body" + (i == 0 ? "" : String.valueOf(i)) + "$";
    }
    return tag + body + tag;
  }

  private static void parameter(SqlText text, FunctionParameter parameter) {
    text.addIf(parameter.mode() != FunctionParameter.Mode.IN, parameter.mode().name());
    column(text, parameter);
    text.optional("DEFAULT", parameter.defaultValue(), (into, value) -> into.add(value.text()));
  }

  private static void column(SqlText text, FunctionParameter parameter) {
    text.optional("", parameter.name(), SqlText::name);
    ConstraintWriter.type(text, parameter.type());
  }

  static SqlText alterFunction(AlterFunction alter) {
    SqlText text = new SqlText().add("ALTER").add(alter.function().type().sqlName());
    ObjectWriter.object(text, alter.function());
    attributes(text, alter.options());
    return text;
  }

  static SqlText doBlock(DoBlock block) {
    return new SqlText()
        .add("DO LANGUAGE")
        .name(block.language())
        .add(dollarQuoted(block.body().text()));
  }

  static SqlText createTrigger(CreateTrigger trigger) {
    SqlText text =
        new SqlText()
            .add("CREATE")
            .addIf(trigger.replace(), "OR REPLACE")
            .addIf(trigger.constraint(), "CONSTRAINT")
            .add("TRIGGER")
            .name(trigger.name())
            .add(trigger.timing());
    String separator = "";
    for (String event : trigger.events()) {
      text.addIf(!separator.isEmpty(), separator).add(event);
      if (event.equals("UPDATE") && !trigger.updateColumns().isEmpty()) {
        text.add("OF").names(trigger.updateColumns());
      }
      separator = "OR";
    }
    text.add("ON").name(trigger.table()).optional("FROM", trigger.fromTable(), SqlText::name);
    text.addIf(!trigger.transitionTables().isEmpty(), "REFERENCING");
    for (CreateTrigger.TransitionTable table : trigger.transitionTables()) {
      text.add(table.old() ? "OLD" : "NEW")
          .add(table.table() ? "TABLE" : "ROW")
          .add("AS")
          .name(table.name());
    }
    ConstraintWriter.attributes(text, trigger.attributes(), true);
    return text.add(trigger.forEachRow() ? "FOR EACH ROW" : "FOR EACH STATEMENT")
        .optional("WHEN", trigger.when(), SqlText::enclosed)
        .add("EXECUTE FUNCTION")
        .name(trigger.function())
        .parenthesised(trigger.arguments(), SqlText::string);
  }

  static SqlText createEventTrigger(CreateEventTrigger trigger) {
    SqlText text =
        new SqlText()
            .add("CREATE EVENT TRIGGER")
            .name(trigger.name())
            .add("ON")
            .name(trigger.event());
    String word = "WHEN";
    for (CreateEventTrigger.Filter filter : trigger.filters()) {
      text.add(word)
          .name(filter.variable())
          .add("IN")
          .parenthesised(filter.values(), SqlText::string);
      word = "AND";
    }
    return text.add("EXECUTE FUNCTION").name(trigger.function()).add("()");
  }

  static SqlText alterEventTrigger(AlterEventTrigger alter) {
    return new SqlText()
        .add("ALTER EVENT TRIGGER")
        .name(alter.name())
        .add(ActionWriter.state(alter.state()));
  }

  static SqlText createRule(CreateRule rule) {
    SqlText text =
        new SqlText()
            .add("CREATE")
            .addIf(rule.replace(), "OR REPLACE")
            .add("RULE")
            .name(rule.name())
            .add("AS ON")
            .add(rule.event())
            .add("TO")
            .name(rule.table())
            .optional("WHERE", rule.where(), (into, where) -> into.add(where.text()))
            .add("DO")
            .addIf(rule.instead(), "INSTEAD");
    if (rule.actions().isEmpty()) {
      return text.add("NOTHING");
    }
    text.add("(");
    boolean first = true;
    for (Statement action : rule.actions()) {
      text.addIf(!first, ";").add(SqlWriter.writeNested(action));
      first = false;
    }
    return text.close();
  }

  static SqlText createPolicy(CreatePolicy policy) {
    return new SqlText()
        .add("CREATE POLICY")
        .name(policy.name())
        .add("ON")
        .name(policy.table())
        .addIf(!policy.permissive(), "AS RESTRICTIVE")
        .add("FOR")
        .add(policy.command())
        .add("TO")
        .list(policy.roles(), ObjectWriter::role)
        .optional("USING", policy.using(), SqlText::enclosed)
        .optional("WITH CHECK", policy.withCheck(), SqlText::enclosed);
  }

  static SqlText alterPolicy(AlterPolicy policy) {
    return new SqlText()
        .add("ALTER POLICY")
        .name(policy.name())
        .add("ON")
        .name(policy.table())
        .addIf(!policy.roles().isEmpty(), "TO")
        .list(policy.roles(), ObjectWriter::role)
        .optional("USING", policy.using(), SqlText::enclosed)
        .optional("WITH CHECK", policy.withCheck(), SqlText::enclosed);
  }

  static SqlText define(Define define) {
    SqlText text =
        new SqlText()
            .add("CREATE")
            .addIf(define.replace(), "OR REPLACE")
            .add(define.objectType().sqlName())
            .addIf(define.ifNotExists(), "IF NOT EXISTS")
            .add(
                define.objectType() == ObjectType.OPERATOR
                    ? ObjectWriter.operator(define.name())
                    : Identifiers.quote(define.name()))
            .optional("", define.arguments(), (into, list) -> into.add("(" + list + ")"));
    if (define.options().isEmpty()) {
      return text;
    }
    Option first = define.options().get(0);
    if (define.objectType() == ObjectType.COLLATION && first.name().equals("FROM")) {
      return text.add("FROM").optional("", first.value(), SqlText::add);
    }
    return text.parenthesised(define.options(), ConstraintWriter::option);
  }
}
