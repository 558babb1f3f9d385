package dev.safemigrate.backup;

import dev.safemigrate.runner.ConnectionSettings;

/** An empty database that a backup may be restored into. */
@FunctionalInterface
public interface ScratchServer {

  /**
   * Starts it.
   *
   * @param major the version of the server that the backup is of
   * @return how to reach the database
   * @throws UnavailableException when there is none of that version
   */
  ConnectionSettings start(int major) throws UnavailableException;

  /** There is no server to restore into. */
  final class UnavailableException extends Exception {

    private static final long serialVersionUID = 1;

    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
