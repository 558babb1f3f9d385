package dev.safemigrate.runner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks beside each other, but none beside or before an earlier one that it has to do with.
 */
final class BackfillSchedule {

  /** One task. */
  interface Task {
    void run() throws Exception;

    /** Whether the two must run one after the other. */
    boolean mustWaitFor(Task other);
  }

  private final List<Task> waiting;
  private final Set<Task> running = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Exception> failures = new ArrayList<>();

  private BackfillSchedule(List<? extends Task> tasks) {
    this.waiting = new ArrayList<>(tasks);
  }

  /**
   * Runs them all, unless one fails: then those that run go on to their ends and no other begins.
   *
   * @return the failures, in the order in which they came
   */
  static List<Exception> run(List<? extends Task> tasks, int threads) throws InterruptedException {
    BackfillSchedule schedule = new BackfillSchedule(tasks);
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(threads, Math.max(1, tasks.size())));
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, tasks.size()); i++) {
        ends.add(pool.submit(schedule::work));
      }
      for (Future<?> end : ends) {
        try {
          end.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("a task's failure is caught where it runs", e);
        }
      }
    } finally {
      pool.shutdownNow();
    }
    return List.copyOf(schedule.failures);
  }

  private void work() {
    try {
      for (@Nullable Task task = next(); task != null; task = next()) {
        try {
          task.run();
        } catch (Exception e) {
          failed(e);
        } finally {
          ended(task);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Task next() throws InterruptedException {
    while (!waiting.isEmpty() && failures.isEmpty()) {
      for (int i = 0; i < waiting.size(); i++) {
        Task candidate = waiting.get(i);
        boolean free =
            running.stream().noneMatch(candidate::mustWaitFor)
                && waiting.subList(0, i).stream().noneMatch(candidate::mustWaitFor);
        if (free) {
          waiting.remove(i);
          running.add(candidate);
          return candidate;
        }
      }
      wait();
    }
    return null;
  }

  private synchronized void ended(Task task) {
    running.remove(task);
    notifyAll();
  }

  private synchronized void failed(Exception failure) {
    failures.add(failure);
    notifyAll();
  }
}
