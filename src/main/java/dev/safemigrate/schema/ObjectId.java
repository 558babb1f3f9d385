package dev.safemigrate.schema;

/** The number that a state gives to an object, in order of creation; it survives renames. */
public record ObjectId(int number) implements Comparable<ObjectId> {

  @Override
  public int compareTo(ObjectId other) {
    return Integer.compare(number, other.number);
  }
}
