package dev.safemigrate.parser;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;

/**
 * Calls JSqlParser within bounds: of length, of nesting, of time and of stack.
 *
 * <p>Its lookahead can take exponential time, which is why it runs on another thread that can be
 * told to give up. Threads end by themselves when nothing is asked for some seconds.
 */
final class JSqlParserCall {

  private static final int LONGEST = 50_000;
  private static final int DEEPEST = 40;
  private static final long STACK_BYTES = 8L * 1024 * 1024;
  private static final int MOST_THREADS = 4;

  private final long milliseconds;
  private final ThreadPoolExecutor executor;

  JSqlParserCall(long milliseconds) {
    this.milliseconds = milliseconds;
    this.executor =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            2,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            JSqlParserCall::thread,
            (work, pool) -> waitForThread(work, pool, milliseconds));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "query reader", STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * A thread that has just answered takes a moment until it can be asked again. Without waiting for
   * it the answer would depend on the machine's load.
   */
  private static void waitForThread(Runnable work, ThreadPoolExecutor pool, long milliseconds) {
    try {
      if (pool.getQueue().offer(work, milliseconds, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new RejectedExecutionException("no thread is free");
  }

  /** What is asked of the parser. */
  interface Reading<T> {
    T read(CCJSqlParser parser) throws ParseException;
  }

  /** Empty where the parser refuses the text or takes too long. */
  <T> Optional<T> call(String sql, Reading<T> reading) {
    if (sql.length() > LONGEST || nesting(sql) > DEEPEST) {
      return Optional.empty();
    }
    Optional<T> simple = call(sql, reading, false);
    return simple.isPresent() ? simple : call(sql, reading, true);
  }

  private <T> Optional<T> call(String sql, Reading<T> reading, boolean complex) {
    CCJSqlParser parser = new CCJSqlParser(new StringProvider(sql));
    parser.withAllowComplexParsing(complex);
    Future<Optional<T>> answer;
    try {
      answer = executor.submit(() -> read(parser, reading));
    } catch (RejectedExecutionException e) {
      // All threads still hang in texts that took too long: this one is not read either.
      return Optional.empty();
    }
    try {
      return answer.get(milliseconds, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      parser.interrupted = true;
      answer.cancel(true);
      return Optional.empty();
    } catch (InterruptedException e) {
      parser.interrupted = true;
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("JSqlParser failed in a way it should not: " + sql, e);
    }
  }

  /** JSqlParser throws many things for texts that it cannot read; all of them mean just that. */
  private static <T> Optional<T> read(CCJSqlParser parser, Reading<T> reading) {
    try {
      return Optional.ofNullable(reading.read(parser));
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static int nesting(String sql) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '(' || c == '[') {
        deepest = Math.max(deepest, ++depth);
      } else if (c == ')' || c == ']') {
        depth--;
      }
    }
    return deepest;
  }
}
