package dev.safemigrate.catalog;

import java.util.Comparator;

/**
 * What makes an object of a database the same object in another one.
 *
 * @param kind of the object
 * @param name qualified with the schema and quoted where SQL needs it
 */
public record ObjectIdentity(ObjectKind kind, String name) implements Comparable<ObjectIdentity> {

  private static final Comparator<ObjectIdentity> ORDER =
      Comparator.comparing(ObjectIdentity::kind).thenComparing(ObjectIdentity::name);

  @Override
  public int compareTo(ObjectIdentity other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
