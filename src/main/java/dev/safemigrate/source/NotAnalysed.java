package dev.safemigrate.source;

/**
 * A migration that is a program and not SQL.
 *
 * @param path the file, as it is shown
 * @param reason why it is not analysed and the command that yields its SQL
 */
public record NotAnalysed(String path, String reason) {}
