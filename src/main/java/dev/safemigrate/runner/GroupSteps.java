package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.runner.Callbacks.Callback;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What is sent for one migration of those that are one transaction together; what a run sends and
 * what a preview shows are the same.
 *
 * <p>The locks of all of them share one budget and are taken before the first statement that needs
 * one, as those of one file are: they are all held until the last migration ends. Where a file sets
 * its own lock_timeout, those before and behind it are taken apart.
 *
 * @param work the migration
 * @param scripts its callbacks and itself, in order; without what has no statement
 */
record GroupSteps(MigrationRun.Work work, List<OfScript> scripts) {

  GroupSteps {
    scripts = List.copyOf(scripts);
  }

  /**
   * The steps of one file.
   *
   * @param callback whether it runs around the migration
   */
  record OfScript(MigrationScript script, boolean callback, List<Step> steps) {}

  /** The statements of one file, with what was set in the session before them. */
  private record Part(MigrationScript script, boolean callback, WorkUnit unit, FileSettings made) {}

  /**
   * @param works each one transaction
   */
  static List<GroupSteps> of(List<MigrationRun.Work> works, LockPolicy policy) {
    List<List<Part>> parts = works.stream().map(GroupSteps::parts).toList();
    Iterator<List<Step>> steps =
        steps(parts.stream().flatMap(List::stream).toList(), policy).iterator();
    List<GroupSteps> group = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      List<OfScript> scripts = new ArrayList<>();
      for (Part part : parts.get(i)) {
        scripts.add(new OfScript(part.script(), part.callback(), steps.next()));
      }
      group.add(new GroupSteps(works.get(i), scripts));
    }
    return List.copyOf(group);
  }

  private static List<Part> parts(MigrationRun.Work work) {
    List<Part> parts = new ArrayList<>();
    work.around().before().forEach(callback -> add(parts, callback));
    for (WorkUnit unit : work.units()) {
      parts.add(new Part(work.script(), false, unit, work.madeBefore(0)));
    }
    work.around().after().forEach(callback -> add(parts, callback));
    return parts;
  }

  private static void add(List<Part> parts, Callback callback) {
    for (WorkUnit unit : callback.units()) {
      parts.add(new Part(callback.script(), true, unit, FileSettings.NONE));
    }
  }

  private static List<List<Step>> steps(List<Part> parts, LockPolicy policy) {
    List<List<Step>> all = new ArrayList<>();
    boolean locked = false;
    int next = 0;
    while (next < parts.size()) {
      List<Part> together = sharing(parts.subList(next, parts.size()), policy);
      StrongLocks strong = StrongLocks.of(statements(together));
      int begin = 0;
      for (Part part : together) {
        int offset = begin;
        List<Step> steps =
            policy.transaction(
                part.unit(), part.made(), own -> strong.before(offset + own), locked);
        locked |= steps.stream().anyMatch(Step.UpFront.class::isInstance);
        all.add(steps);
        begin += part.unit().statements().size();
      }
      next += together.size();
      if (next < parts.size()) {
        Part alone = parts.get(next++);
        all.add(policy.transaction(alone.unit(), alone.made(), own -> Optional.empty(), locked));
      }
    }
    return all;
  }

  private static List<Part> sharing(List<Part> parts, LockPolicy policy) {
    return parts.stream().takeWhile(part -> policy.sharesBudget(part.unit(), part.made())).toList();
  }

  private static List<AnalysedStatement> statements(List<Part> parts) {
    return parts.stream().flatMap(part -> part.unit().statements().stream()).toList();
  }
}
