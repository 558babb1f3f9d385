package dev.safemigrate.source;

import java.util.List;

/**
 * A migration that is to be written.
 *
 * @param description in words
 * @param comments lines that stand in front, without their dashes; directives among them
 * @param up statements without their semicolon
 * @param down statements that take it back; empty where nothing is left to take back
 * @param transactional false when it must not run in a transaction
 */
public record MigrationDraft(
    String description,
    List<String> comments,
    List<String> up,
    List<String> down,
    boolean transactional) {

  public MigrationDraft {
    comments = List.copyOf(comments);
    up = List.copyOf(up);
    down = List.copyOf(down);
  }

  /**
   * A file that does not exist yet.
   *
   * @param path like those of the files that are there, relative to the project where it lies in it
   * @param text what it holds
   */
  public record NewFile(String path, String text) {}
}
