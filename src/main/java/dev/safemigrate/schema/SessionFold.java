package dev.safemigrate.schema;

import dev.safemigrate.ast.CreateSchema;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings, schemas and transactions. */
final class SessionFold {

  /** What pg_dump writes at the top of its output. */
  private static final Pattern SET_CONFIG =
      Pattern.compile(
          "(?is)select\\s+(?:pg_catalog\\s*\\.\\s*)?set_config\\s*\\(\\s*'([^']*)'\\s*,"
              + "\\s*'([^']*)'\\s*,\\s*(true|false|'t'|'f')\\s*\\)\\s*;?\\s*");

  private final Draft draft;

  SessionFold(Draft draft) {
    this.draft = draft;
  }

  void set(SetVariable statement) {
    Settings settings = draft.state().settings();
    Settings changed =
        switch (statement.kind()) {
          case SET_VALUE -> with(settings, statement.name(), statement.values(), statement.local());
          case SET_DEFAULT, RESET -> settings.without(statement.name());
          case RESET_ALL -> Settings.NONE;
          case SET_CURRENT, SET_MULTI -> settings;
        };
    draft.become(draft.state().with(changed));
  }

  private Settings with(Settings settings, String name, List<String> values, boolean local) {
    if (!local) {
      return settings.with(name, values);
    }
    return settings.withLocal(name, values);
  }

  /** SELECT set_config(name, value, is_local). */
  void setConfig(Select statement) {
    Matcher call = SET_CONFIG.matcher(statement.query().text());
    if (!call.matches()) {
      return;
    }
    String name = call.group(1).toLowerCase(Locale.ROOT);
    boolean local = call.group(3).startsWith("t") || call.group(3).equals("'t'");
    List<String> values =
        name.equals(SearchPath.SETTING)
            ? ExpressionTokens.nameParts(call.group(2))
            : List.of(call.group(2));
    draft.become(draft.state().with(with(draft.state().settings(), name, values, local)));
  }

  void create(CreateSchema statement) {
    Optional<String> wanted = statement.name().or(statement::owner);
    if (wanted.isEmpty()) {
      return;
    }
    RelationName name = new RelationName("", wanted.get());
    if (draft.find(Namespace.SCHEMA, name).isPresent()) {
      if (statement.ifNotExists()) {
        return;
      }
      throw new Refused("42P06", "schema " + wanted.get() + " already exists");
    }
    draft.put(new SchemaDefinition(draft.nextId(), name));
    if (statement.elements().isEmpty()) {
      return;
    }
    Settings before = draft.state().settings();
    List<String> path = new ArrayList<>(List.of(wanted.get()));
    path.addAll(draft.state().searchPath().schemas());
    draft.become(draft.state().with(before.withLocal(SearchPath.SETTING, path)));
    for (Statement element : statement.elements()) {
      element.accept(new StatementFold(draft));
    }
    draft.become(draft.state().with(before));
  }

  void control(TransactionControl statement) {
    SchemaState state = draft.state();
    String name = statement.name().orElse("");
    draft.become(
        switch (statement.kind()) {
          case BEGIN, START -> state.begin();
          case COMMIT, PREPARE -> chained(state.commit(), statement);
          case ROLLBACK -> chained(state.rollback(), statement);
          case SAVEPOINT -> state.savepoint(name);
          case RELEASE -> state.release(name);
          case ROLLBACK_TO -> state.rollbackTo(name);
          case COMMIT_PREPARED, ROLLBACK_PREPARED -> state;
        });
  }

  private static SchemaState chained(SchemaState state, TransactionControl statement) {
    return statement.chain() ? state.begin() : state;
  }
}
