package dev.safemigrate.text;

/**
 * Finds the lines that belong to a COPY ... FROM STDIN: from the line behind its semicolon to a
 * line that is {@code \.}. Without such a line there is no data and the text goes on as SQL.
 */
final class CopyData {

  private static final short COPY = (short) Keyword.COPY.ordinal();
  private static final short STDIN = (short) Keyword.STDIN.ordinal();
  private static final short FROM = (short) Keyword.FROM.ordinal();

  private final char[] text;
  private final TokenBuffer out;
  private int statementStart;
  private boolean fromStdin;
  private boolean noTerminatorLeft;

  CopyData(char[] text, TokenBuffer out) {
    this.text = text;
    this.out = out;
  }

  /** Sees every word behind its addition. */
  void word(short keyword) {
    if (keyword != STDIN) {
      return;
    }
    int index = out.count - 1;
    fromStdin |=
        index > statementStart + 1
            && out.keywords[statementStart] == COPY
            && out.keywords[index - 1] == FROM;
  }

  void newStatement() {
    statementStart = out.count;
    fromStdin = false;
  }

  /** Gives the offset where reading goes on behind a semicolon. */
  int afterSemicolon(int position) {
    boolean wanted = fromStdin && !noTerminatorLeft;
    newStatement();
    if (!wanted) {
      return position;
    }
    int lineEnd = lineEnd(position);
    if (!isBlankOrComment(position, lineEnd)) {
      return position;
    }
    int dataStart = nextLine(lineEnd);
    for (int line = dataStart; line < text.length; ) {
      int end = lineEnd(line);
      if (end - line == 2 && text[line] == '\\' && text[line + 1] == '.') {
        addComment(position, lineEnd);
        out.add(TokenKind.COPY_DATA, dataStart, end);
        newStatement();
        return end;
      }
      line = nextLine(end);
    }
    noTerminatorLeft = true;
    return position;
  }

  private boolean isBlankOrComment(int start, int end) {
    int index = firstInk(start, end);
    return index == end || (end - index >= 2 && text[index] == '-' && text[index + 1] == '-');
  }

  private void addComment(int start, int end) {
    int index = firstInk(start, end);
    if (index < end) {
      out.addComment(index, end);
    }
  }

  private int firstInk(int start, int end) {
    int index = start;
    while (index < end && Characters.isSpace(text[index])) {
      index++;
    }
    return index;
  }

  private int lineEnd(int start) {
    int end = start;
    while (end < text.length && !Characters.isNewline(text[end])) {
      end++;
    }
    return end;
  }

  private int nextLine(int lineEnd) {
    boolean crlf = lineEnd + 1 < text.length && text[lineEnd] == '\r' && text[lineEnd + 1] == '\n';
    return Math.min(text.length, lineEnd + (crlf ? 2 : 1));
  }
}
