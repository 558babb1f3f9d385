package dev.safemigrate.embedded;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an embedded server shall run.
 *
 * @param fsync whether the server waits for the disk; without, it is faster and measures nothing
 *     that depends on the disk
 * @param locale of the databases, as initdb names it
 * @param startTimeout how long the server may take to accept connections
 * @param settings further settings of postgresql.conf by name, which come last and so win
 */
public record ServerOptions(
    boolean fsync, String locale, Duration startTimeout, SortedMap<String, String> settings) {

  /** Copies the settings. */
  public ServerOptions {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    for (String name : settings.keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
        throw new IllegalArgumentException("No name of a PostgreSQL setting: '" + name + "'");
      }
    }
  }

  /** For throw-away data: no fsync, locale C, one minute to start. */
  public static ServerOptions defaults() {
    return new ServerOptions(false, "C", Duration.ofMinutes(1), new TreeMap<>());
  }

  /** The same with fsync on or off. */
  public ServerOptions withFsync(boolean wanted) {
    return new ServerOptions(wanted, locale, startTimeout, settings);
  }

  /** The same with another locale. */
  public ServerOptions withLocale(String wanted) {
    return new ServerOptions(fsync, wanted, startTimeout, settings);
  }

  /** The same with another time limit. */
  public ServerOptions withStartTimeout(Duration wanted) {
    return new ServerOptions(fsync, locale, wanted, settings);
  }

  /** The same with these settings added to postgresql.conf. */
  public ServerOptions withSettings(Map<String, String> further) {
    TreeMap<String, String> all = new TreeMap<>(settings);
    all.putAll(further);
    return new ServerOptions(fsync, locale, startTimeout, all);
  }
}
