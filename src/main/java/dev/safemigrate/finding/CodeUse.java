package dev.safemigrate.finding;

import java.util.List;

/**
 * Whether the project's code still names an object of the database.
 *
 * @param absent all code was read and none of it names the object
 * @param facts where it is named, or what could not be read, in sentences
 */
public record CodeUse(boolean absent, List<String> facts) {

  public CodeUse {
    facts = List.copyOf(facts);
  }
}
