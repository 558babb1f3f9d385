package dev.safemigrate.runner;

import java.time.Duration;
import java.util.Optional;

/**
 * A session that ours waits for.
 *
 * @param pid zero for a prepared transaction, which has no session any more
 * @param user empty for the server's own processes
 * @param application what the session calls itself
 * @param state as pg_stat_activity has it; empty where the role may not see it
 * @param transactionAge since its transaction began
 * @param autovacuum whether it is a worker of autovacuum
 * @param wraparound whether it must run to keep the database writable and does not give way
 * @param query its last words, where they are wanted; they may hold secrets
 */
public record Blocker(
    int pid,
    Optional<String> user,
    Optional<String> application,
    Optional<String> state,
    Optional<Duration> transactionAge,
    boolean autovacuum,
    boolean wraparound,
    Optional<String> query) {

  /** Who it is, and its query where it was asked for. */
  @Override
  public String toString() {
    if (pid == 0) {
      return "a prepared transaction (pg_prepared_xacts names it; COMMIT or ROLLBACK PREPARED"
          + " ends it)";
    }
    StringBuilder line = new StringBuilder("pid ").append(pid);
    if (autovacuum) {
      line.append(
          wraparound
              ? ", an autovacuum against transaction id wraparound, which never yields: let it"
                  + " end"
              : ", an autovacuum, which yields after deadlock_timeout");
    }
    user.ifPresent(name -> line.append(", user ").append(name));
    application.ifPresent(name -> line.append(", application ").append(name));
    state.ifPresent(word -> line.append(", ").append(word));
    transactionAge.ifPresent(
        age -> line.append(", in transaction for ").append(age.toSeconds()).append(" s"));
    query.ifPresent(words -> line.append(": ").append(words.strip()));
    return line.toString();
  }
}
