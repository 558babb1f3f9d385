package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.runner.StatementObserver;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Several that look on: before a statement in their order, behind it in the same. */
final class ObserverChain implements StatementObserver {

  private final List<StatementObserver> observers;

  ObserverChain(StatementObserver... observers) {
    this.observers = List.of(observers);
  }

  @Override
  public boolean measuresLocks() {
    return observers.stream().anyMatch(StatementObserver::measuresLocks);
  }

  @Override
  public void begins(MigrationScript script) throws SQLException {
    for (StatementObserver observer : observers) {
      observer.begins(script);
    }
  }

  @Override
  public void before(Connection worker, AnalysedStatement statement) throws SQLException {
    for (StatementObserver observer : observers) {
      observer.before(worker, statement);
    }
  }

  @Override
  public void after(Connection worker, AnalysedStatement statement) throws SQLException {
    for (StatementObserver observer : observers) {
      observer.after(worker, statement);
    }
  }

  @Override
  public void failed(AnalysedStatement statement) {
    observers.forEach(observer -> observer.failed(statement));
  }

  @Override
  public void ended(MigrationScript script) throws SQLException {
    for (StatementObserver observer : observers) {
      observer.ended(script);
    }
  }
}
