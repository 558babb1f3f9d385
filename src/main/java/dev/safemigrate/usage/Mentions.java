package dev.safemigrate.usage;

import java.util.List;

/**
 * What a search for an object has found.
 *
 * @param found lines that name it, in order, not more than the search keeps
 * @param searched how many files were read
 * @param unread files and folders that could not be read, each with the reason: the object may be
 *     named in them
 */
public record Mentions(List<Mention> found, int searched, List<String> unread) {

  public Mentions {
    found = List.copyOf(found);
    unread = List.copyOf(unread);
  }

  /** True only where every file was read, there was one, and none names the object. */
  public boolean absent() {
    return found.isEmpty() && unread.isEmpty() && searched > 0;
  }
}
