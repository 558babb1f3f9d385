package dev.safemigrate.ast;

/**
 * A major version of PostgreSQL, as in {@code 18}.
 *
 * @param major the number before the dot
 */
public record ServerVersion(int major) implements Comparable<ServerVersion> {

  /** The oldest version whose effects are proven by measurement. */
  public static final ServerVersion OLDEST_PROVEN = new ServerVersion(14);

  /** The newest version whose effects are proven by measurement. */
  public static final ServerVersion NEWEST_PROVEN = new ServerVersion(18);

  /** Older servers than this are refused. */
  public static final ServerVersion OLDEST_ACCEPTED = new ServerVersion(12);

  public boolean atLeast(int version) {
    return major >= version;
  }

  @Override
  public int compareTo(ServerVersion other) {
    return Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return Integer.toString(major);
  }
}
