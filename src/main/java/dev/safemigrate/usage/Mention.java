package dev.safemigrate.usage;

/**
 * A line that names an object of the database.
 *
 * @param file as it was found below the scanned folder, with slashes
 * @param line counted from 1
 */
public record Mention(String file, int line) {

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
