package dev.safemigrate.runner;

import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says in words why a connection could not be had. */
final class ConnectionProblem {

  /** PostgreSQL itself says "unrecognized configuration parameter". */
  private static final String REFUSED_BY_POOLER = "unsupported startup parameter";

  private ConnectionProblem() {}

  static String explain(ConnectionSettings settings, SQLException e) {
    String target = settings.shownUrl();
    String user = settings.user().map(name -> " as user " + name).orElse("");
    if (firstLine(e).contains(REFUSED_BY_POOLER)) {
      return ("%s does not take what the driver sends first (%s): it is a pooler such as PgBouncer."
              + " Give the URL of the server itself.")
          .formatted(target, firstLine(e));
    }
    return switch (state(e)) {
      case "28P01" ->
          "%s refuses the password%s. %s".formatted(target, user, ConnectionSettings.SAFE_WAYS);
      case "28000" ->
          "%s does not let us in%s: %s. Check pg_hba.conf and the user's name."
              .formatted(target, user, firstLine(e));
      case "3D000" -> "The database of %s does not exist: %s.".formatted(target, firstLine(e));
      case "53300" -> "%s has no connection left: %s.".formatted(target, firstLine(e));
      case "57P03" ->
          "%s is starting up or shutting down: %s. Try again.".formatted(target, firstLine(e));
      case "08001", "08006" ->
          "%s cannot be reached: %s. Check host, port and network (migrate.url)."
              .formatted(
                  target,
                  e.getCause() instanceof UnknownHostException ? "no such host" : firstLine(e));
      case "08004" -> passwordMissing(target, user, e);
      default -> "No connection to %s%s: %s.".formatted(target, user, firstLine(e));
    };
  }

  /** Whether the server, or the way to it, is gone (the manual, "PostgreSQL Error Codes"). */
  static boolean isLostConnection(SQLException e) {
    String state = state(e);
    return state.startsWith("08") || state.startsWith("57P");
  }

  private static String passwordMissing(String target, String user, SQLException e) {
    return "%s refuses the connection%s: %s. %s"
        .formatted(target, user, firstLine(e), ConnectionSettings.SAFE_WAYS);
  }

  private static String state(SQLException e) {
    @Nullable String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /** The driver's words without a trailing full stop and further lines. */
  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    String line = (end < 0 ? message : message.substring(0, end)).strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
