package dev.safemigrate.parser;

import dev.safemigrate.ast.Cluster;
import dev.safemigrate.ast.LockTable;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Truncate;
import dev.safemigrate.ast.Vacuum;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** LOCK, TRUNCATE, REINDEX, CLUSTER, VACUUM and ANALYZE. */
final class MaintenanceParser {

  private final TokenCursor cursor;
  private final Clauses clauses;

  MaintenanceParser(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
  }

  private List<RelationReference> relations() {
    List<RelationReference> list = new ArrayList<>();
    do {
      list.add(clauses.names().relation());
    } while (cursor.accept(TokenKind.COMMA));
    return list;
  }

  /** From behind LOCK. */
  Statement lock(int start) {
    cursor.accept(Keyword.TABLE);
    List<RelationReference> tables = relations();
    String mode = "ACCESS EXCLUSIVE";
    if (cursor.accept(Keyword.IN)) {
      mode = lockMode();
      cursor.expect(Keyword.MODE);
    }
    boolean nowait = cursor.accept(Keyword.NOWAIT);
    return new LockTable(cursor.spanFrom(start), tables, mode, nowait);
  }

  private String lockMode() {
    if (cursor.accept(Keyword.ACCESS)) {
      return "ACCESS " + shareOrExclusive();
    }
    if (cursor.accept(Keyword.ROW)) {
      return "ROW " + shareOrExclusive();
    }
    if (cursor.accept(Keyword.EXCLUSIVE)) {
      return "EXCLUSIVE";
    }
    cursor.expect(Keyword.SHARE);
    if (cursor.accept(Keyword.UPDATE)) {
      cursor.expect(Keyword.EXCLUSIVE);
      return "SHARE UPDATE EXCLUSIVE";
    }
    if (cursor.accept(Keyword.ROW)) {
      cursor.expect(Keyword.EXCLUSIVE);
      return "SHARE ROW EXCLUSIVE";
    }
    return "SHARE";
  }

  private String shareOrExclusive() {
    if (cursor.accept(Keyword.SHARE)) {
      return "SHARE";
    }
    cursor.expect(Keyword.EXCLUSIVE);
    return "EXCLUSIVE";
  }

  /** From behind TRUNCATE. */
  Statement truncate(int start) {
    cursor.accept(Keyword.TABLE);
    List<RelationReference> tables = relations();
    boolean restart = cursor.accept(Keyword.RESTART);
    if (restart || cursor.accept(Keyword.CONTINUE)) {
      cursor.expect(Keyword.IDENTITY);
    }
    boolean cascade = clauses.cascade();
    return new Truncate(cursor.spanFrom(start), tables, restart, cascade);
  }

  /** From behind REINDEX. */
  Statement reindex(int start) {
    List<Option> options =
        cursor.at(TokenKind.OPEN_PARENTHESIS) ? clauses.options.utilityOptions() : List.of();
    Reindex.Target target = target();
    boolean concurrently = cursor.accept(Keyword.CONCURRENTLY) || isOn(options, "concurrently");
    Optional<QualifiedName> name =
        switch (target) {
          case INDEX, TABLE -> Optional.of(clauses.names().qualifiedName());
          case SCHEMA -> Optional.of(QualifiedName.of(cursor.columnId()));
          case SYSTEM, DATABASE ->
              cursor.atColumnId()
                  ? Optional.of(QualifiedName.of(cursor.columnId()))
                  : Optional.empty();
        };
    Optional<String> tablespace =
        options.stream()
            .filter(option -> option.name().equals("tablespace"))
            .flatMap(option -> option.value().stream())
            .findFirst();
    return new Reindex(cursor.spanFrom(start), target, name, concurrently, tablespace, options);
  }

  private static boolean isOn(List<Option> options, String name) {
    return !options.isEmpty()
        && options.stream()
            .anyMatch(
                option ->
                    option.name().equals(name)
                        && !option.value().filter(MaintenanceParser::isOff).isPresent());
  }

  private static boolean isOff(String value) {
    return value.equals("false") || value.equals("off") || value.equals("0");
  }

  private Reindex.Target target() {
    if (cursor.accept(Keyword.INDEX)) {
      return Reindex.Target.INDEX;
    }
    if (cursor.accept(Keyword.TABLE)) {
      return Reindex.Target.TABLE;
    }
    if (cursor.accept(Keyword.SCHEMA)) {
      return Reindex.Target.SCHEMA;
    }
    if (cursor.accept(Keyword.SYSTEM)) {
      return Reindex.Target.SYSTEM;
    }
    cursor.expect(Keyword.DATABASE);
    return Reindex.Target.DATABASE;
  }

  /** From behind CLUSTER. */
  Statement cluster(int start) {
    List<Option> options = new ArrayList<>();
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      options.addAll(clauses.options.utilityOptions());
    } else {
      word(options, Keyword.VERBOSE);
    }
    Optional<QualifiedName> table = Optional.empty();
    Optional<String> index = Optional.empty();
    if (cursor.atColumnId()) {
      QualifiedName name = clauses.names().qualifiedName();
      if (name.parts().size() == 1 && cursor.accept(Keyword.ON)) {
        index = Optional.of(name.name());
        name = clauses.names().qualifiedName();
      } else if (cursor.accept(Keyword.USING)) {
        index = Optional.of(cursor.columnId());
      }
      table = Optional.of(name);
    }
    return new Cluster(cursor.spanFrom(start), table, index, options);
  }

  private void word(List<Option> options, Keyword word) {
    int start = cursor.position();
    if (cursor.accept(word)) {
      options.add(clauses.bare(start, cursor.tokens().name(start)));
    }
  }

  /** From behind VACUUM. */
  Statement vacuum(int start) {
    List<Option> options = new ArrayList<>();
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      options.addAll(clauses.options.utilityOptions());
    } else {
      word(options, Keyword.FULL);
      word(options, Keyword.FREEZE);
      word(options, Keyword.VERBOSE);
      int analyze = cursor.position();
      if (cursor.accept(Keyword.ANALYZE) || cursor.accept(Keyword.ANALYSE)) {
        options.add(clauses.bare(analyze, "analyze"));
      }
    }
    List<Vacuum.VacuumTarget> targets = targets();
    return new Vacuum(cursor.spanFrom(start), true, options, targets);
  }

  /** From behind ANALYZE. */
  Statement analyze(int start) {
    List<Option> options = new ArrayList<>();
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      options.addAll(clauses.options.utilityOptions());
    } else {
      word(options, Keyword.VERBOSE);
    }
    List<Vacuum.VacuumTarget> targets = targets();
    return new Vacuum(cursor.spanFrom(start), false, options, targets);
  }

  private List<Vacuum.VacuumTarget> targets() {
    List<Vacuum.VacuumTarget> targets = new ArrayList<>();
    if (cursor.atEnd() || cursor.kind() == TokenKind.SEMICOLON) {
      return targets;
    }
    do {
      RelationReference table = clauses.names().relation();
      targets.add(new Vacuum.VacuumTarget(table, clauses.names().optionalColumnList()));
    } while (cursor.accept(TokenKind.COMMA));
    return targets;
  }
}
