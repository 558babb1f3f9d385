package dev.safemigrate.source;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a comment line means to a tool that keeps both directions in one file. */
enum Marker {
  UP,
  UP_WITHOUT_TRANSACTION,
  DOWN,
  DOWN_WITHOUT_TRANSACTION,
  NO_TRANSACTION,
  VARIABLES_ON,
  VARIABLES_OFF,
  /** A marker that changes nothing here, such as the one around a function. */
  OTHER,
  /** A line in the marker's form that the tool does not know. */
  UNKNOWN;

  private static final Pattern GOOSE = Pattern.compile("^--.*\\+goose\\s+(.*?)\\s*$");
  private static final Pattern SQL_MIGRATE = Pattern.compile("^--\\s*\\+migrate\\s+(.*?)\\s*$");
  private static final Pattern DBMATE =
      Pattern.compile("^--\\s*migrate:(up|down)(?:\\s*$|\\s+(\\S.*?)\\s*$)");
  private static final Pattern MYBATIS_UNDO = Pattern.compile("^\\s*--\\s*//\\s*@UNDO\\s*$");
  private static final Pattern DBMATE_NO_TRANSACTION =
      Pattern.compile("\\btransaction:\\s*false\\b");

  /** Reads one line, given without its line ending. */
  static Optional<Marker> read(NamingStyle style, String line) {
    return switch (style) {
      case GOOSE -> match(GOOSE, line).map(marker -> goose(marker.group(1)));
      case SQL_MIGRATE -> match(SQL_MIGRATE, line).map(marker -> sqlMigrate(marker.group(1)));
      case DBMATE -> match(DBMATE, line).map(Marker::dbmate);
      case MYBATIS -> match(MYBATIS_UNDO, line).map(marker -> DOWN);
      default -> throw new IllegalStateException(style + " has no markers");
    };
  }

  boolean startsUp() {
    return this == UP || this == UP_WITHOUT_TRANSACTION;
  }

  boolean startsDown() {
    return this == DOWN || this == DOWN_WITHOUT_TRANSACTION;
  }

  private static Marker goose(String words) {
    return switch (words.toLowerCase(Locale.ROOT)) {
      case "up" -> UP;
      case "down" -> DOWN;
      case "no transaction" -> NO_TRANSACTION;
      case "envsub on" -> VARIABLES_ON;
      case "envsub off" -> VARIABLES_OFF;
      case "statementbegin", "statementend" -> OTHER;
      default -> UNKNOWN;
    };
  }

  private static Marker sqlMigrate(String words) {
    return switch (words.replaceAll("\\s+", " ").toLowerCase(Locale.ROOT)) {
      case "up" -> UP;
      case "up notransaction" -> UP_WITHOUT_TRANSACTION;
      case "down" -> DOWN;
      case "down notransaction" -> DOWN_WITHOUT_TRANSACTION;
      case "statementbegin", "statementend" -> OTHER;
      default -> UNKNOWN;
    };
  }

  private static Marker dbmate(Matcher marker) {
    String options = Optional.ofNullable(marker.group(2)).orElse("");
    boolean without = DBMATE_NO_TRANSACTION.matcher(options).find();
    if (marker.group(1).equals("up")) {
      return without ? UP_WITHOUT_TRANSACTION : UP;
    }
    return without ? DOWN_WITHOUT_TRANSACTION : DOWN;
  }

  private static Optional<Matcher> match(Pattern pattern, String line) {
    // Most lines are no comments; the expressions are only tried on those that are.
    if (!line.contains("--")) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }
}
