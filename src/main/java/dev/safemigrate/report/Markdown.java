package dev.safemigrate.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that stays text in Markdown, whatever it says. */
final class Markdown {

  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]()#+\\-!|~$^=.]");
  private static final Pattern TICKS = Pattern.compile("`+");
  private static final String NO_SPACE = "\u200b";

  private Markdown() {}

  /** On one line, without markup, HTML, mentions or references. */
  static String text(String text) {
    String oneLine = text.replaceAll("\\s+", " ").strip();
    String escaped = SPECIAL.matcher(oneLine).replaceAll(Matcher.quoteReplacement("\\") + "$0");
    return escaped
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("://", ":" + NO_SPACE + "//")
        .replace("@", "@" + NO_SPACE);
  }

  /** As code on one line; inside a table its bars need a backslash too. */
  static String code(String text) {
    String oneLine = text.replaceAll("\\s+", " ").strip();
    String fence = "`".repeat(longestRun(oneLine) + 1);
    String pad = fence.length() > 1 ? " " : "";
    return fence + pad + oneLine.replace("|", "\\|") + pad + fence;
  }

  /** A block of SQL, fenced longer than any fence in it. */
  static String block(String sql) {
    String fence = "`".repeat(Math.max(3, longestRun(sql) + 1));
    return fence + "sql\n" + sql.stripTrailing() + "\n" + fence + "\n";
  }

  private static int longestRun(String text) {
    return TICKS.matcher(text).results().mapToInt(run -> run.end() - run.start()).max().orElse(0);
  }
}
