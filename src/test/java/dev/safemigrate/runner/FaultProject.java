package dev.safemigrate.runner;

import java.util.function.Function;

/** The migrations of a run that is hit, which a process of its own can be told by name. */
enum FaultProject {
  EVERY_KIND(FaultMigrations::on),
  GROUP(GroupFaultsIT::on),
  FIRST_INSTALL(FirstInstallIT::on);

  private final Function<TestDatabase, TestRun> run;

  FaultProject(Function<TestDatabase, TestRun> run) {
    this.run = run;
  }

  TestRun on(TestDatabase database) {
    return run.apply(database);
  }
}
