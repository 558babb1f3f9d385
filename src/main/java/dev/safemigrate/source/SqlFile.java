package dev.safemigrate.source;

import java.util.List;
import java.util.stream.Collectors;

/** Texts of new migration files, in the frame of each tool. */
final class SqlFile {

  private static final String NOTHING = "-- Nothing to take back.\n";

  private SqlFile() {}

  /** Comments, and statements with a blank line between them. */
  static String plain(List<String> comments, List<String> statements) {
    String head =
        comments.stream().map(line -> ("-- " + line).strip() + "\n").collect(Collectors.joining());
    String body = statements.stream().map(sql -> sql + ";\n").collect(Collectors.joining("\n"));
    return head + (head.isEmpty() || body.isEmpty() ? "" : "\n") + body;
  }

  static String down(MigrationDraft draft) {
    return draft.down().isEmpty() ? NOTHING : plain(List.of(), draft.down());
  }

  /** Both directions in one file, told apart by the tool's markers. */
  static String both(NamingStyle style, MigrationDraft draft) {
    boolean alone = !draft.transactional();
    return switch (style) {
      case GOOSE ->
          (alone ? "-- +goose NO TRANSACTION\n" : "")
              + "-- +goose Up\n"
              + marked("goose", draft.comments(), draft.up())
              + "\n-- +goose Down\n"
              + marked("goose", List.of(), draft.down());
      case SQL_MIGRATE ->
          "-- +migrate Up%s\n".formatted(alone ? " notransaction" : "")
              + marked("migrate", draft.comments(), draft.up())
              + "\n-- +migrate Down%s\n".formatted(alone ? " notransaction" : "")
              + marked("migrate", List.of(), draft.down());
      case DBMATE ->
          "-- migrate:up%s\n".formatted(alone ? " transaction:false" : "")
              + plain(draft.comments(), draft.up())
              + "\n-- migrate:down%s\n".formatted(alone ? " transaction:false" : "")
              + down(draft);
      case MYBATIS ->
          "-- // "
              + draft.description()
              + "\n"
              + plain(draft.comments(), draft.up())
              + "\n-- //@UNDO\n"
              + down(draft);
      default -> throw new IllegalStateException(style.parameter() + " has a file a direction");
    };
  }

  /** Liquibase's formatted SQL, a file with one changeset. */
  static String changeset(String id, MigrationDraft draft) {
    boolean bodies = draft.up().stream().anyMatch(sql -> sql.contains(";"));
    String rollback =
        down(draft)
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> "--rollback " + line + "\n")
            .collect(Collectors.joining());
    return "--liquibase formatted sql\n\n--changeset migrate:%s%s%s\n"
            .formatted(
                id,
                draft.transactional() ? "" : " runInTransaction:false",
                bodies ? " splitStatements:false" : "")
        + plain(draft.comments(), draft.up())
        + (draft.down().isEmpty() ? "--rollback empty\n" : rollback);
  }

  /** Statements for tools that split at semicolons: what has one inside is marked. */
  private static String marked(String tool, List<String> comments, List<String> statements) {
    if (statements.isEmpty()) {
      return NOTHING;
    }
    List<String> framed =
        statements.stream()
            .map(
                sql ->
                    sql.contains(";")
                        ? "-- +%s StatementBegin\n%s;\n-- +%s StatementEnd\n"
                            .formatted(tool, sql, tool)
                        : sql + ";\n")
            .toList();
    return plain(comments, List.of())
        + (comments.isEmpty() ? "" : "\n")
        + String.join("\n", framed);
  }
}
