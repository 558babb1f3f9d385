package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.Coverage;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.Estimate;
import dev.safemigrate.effect.Failure;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.finding.Acknowledgement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.text.Span;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Results that show every part of a report at least once. */
final class SampleResults {

  static final ToolVersion TOOL = new ToolVersion("migrate-maven-plugin", "0.1.0");

  /** Ends an attribute, an element, a fence, a table cell and a workflow command. */
  static final String HOSTILE =
      "x\"'></code></pre><script>document.title='owned'</script><img src=x onerror=alert(1)>"
          + " | `cell` %0A::error::y ${7*7} @everyone";

  private static final String FOLDER = "src/main/resources/db/migration/";
  private static final RelationName ORDERS = new RelationName("public", "orders");
  private static final RelationName CUSTOMERS = new RelationName("public", "customers");
  private static final RuleInfo BLOCKING_INDEX_BUILD =
      new RuleInfo("blocking-index-build", "Index build blocks writes", Classification.RISKY);
  private static final RuleInfo VALIDATED_CONSTRAINT =
      new RuleInfo(
          "constraint-validated-under-lock",
          "Constraint is checked under a lock",
          Classification.RISKY);
  private static final RuleInfo RENAME =
      new RuleInfo(
          "rename-column",
          "Rename breaks the running version",
          Classification.EXPAND_CONTRACT_REQUIRED);
  private static final RuleInfo UPDATE =
      new RuleInfo("unbounded-update", "Update of every row", Classification.RISKY);
  private static final RuleInfo SYNTAX =
      new RuleInfo("not-understood", "Statement is not understood", Classification.UNKNOWN);

  private SampleResults() {}

  /** A release of a shop with something of everything. */
  static Report shop() {
    return report(
        "shop",
        List.of(
            applied("V1__create_shop.sql", "1"),
            phone(),
            concurrentIndex(),
            indexAndCheck(),
            rename(),
            prices(),
            block()),
        List.of("Sizes are from the snapshot of 12 November."));
  }

  /** Every name, comment and reason tries to leave its place. */
  static Report hostile() {
    RelationName table = new RelationName("public", HOSTILE);
    String sql = "CREATE INDEX ON \"" + HOSTILE + "\" (a) -- " + HOSTILE;
    ReportedFinding finding =
        new ReportedFinding(
            BLOCKING_INDEX_BUILD,
            Classification.RISKY,
            "Building blocks writes to " + HOSTILE + ".",
            FOLDER + "V1__" + HOSTILE.replace('/', '_') + ".sql",
            1,
            17,
            1,
            40,
            "f00",
            Remedy.of("Do " + HOSTILE, Remedy.File.outsideTransaction("SELECT '" + HOSTILE + "'")),
            List.of(new ReportedFinding.Place("a/" + HOSTILE, 2, 3, HOSTILE)),
            false,
            Optional.empty());
    ReportedFinding accepted =
        new ReportedFinding(
            UPDATE,
            Classification.RISKY,
            HOSTILE,
            finding.file(),
            1,
            1,
            1,
            5,
            "f01",
            Remedy.NONE,
            List.of(),
            false,
            Optional.of(
                new Acknowledgement(HOSTILE, Optional.empty(), Acknowledgement.Origin.COMMENT)));
    Effects effects =
        new Effects(
            List.of(new RelationLock(table, LockMode.SHARE, LockHold.BUILD, false)),
            Set.of(table),
            Set.of(table),
            Set.of(table),
            Set.of(table),
            Set.of(),
            Set.of(HOSTILE),
            TransactionNeed.ANY,
            Optional.of(new Failure("42P01", HOSTILE)),
            List.of(HOSTILE),
            List.of(new Breakage(Breakage.Kind.READS, HOSTILE, HOSTILE)),
            List.of(HOSTILE),
            true,
            false);
    AnalysedStatement statement =
        statement(sql, 1, "CREATE INDEX", Classification.RISKY, 1, effects, finding, accepted)
            .withMeasurement(measured(effects, 1.5, 10));
    return new Report(
        HOSTILE,
        new AnalysisResult(
            new ServerVersion(18),
            HOSTILE,
            new Pending(Pending.By.GIT, HOSTILE),
            List.of(migration(finding.file(), "1", HOSTILE, Classification.RISKY, true, statement)),
            new Coverage(1, 1, 0),
            List.of(HOSTILE)),
        FailOn.RISKY,
        TOOL,
        Map.of(Question.BACKUP_FRESH, Answer.no(HOSTILE)));
  }

  /** As many migrations as asked for, of the kinds that the shop has. */
  static Report big(int migrations) {
    List<AnalysedMigration> kinds =
        List.of(phone(), concurrentIndex(), indexAndCheck(), rename(), phone());
    List<AnalysedMigration> all = new ArrayList<>();
    for (int i = 1; i <= migrations; i++) {
      AnalysedMigration kind = kinds.get(i % kinds.size());
      all.add(
          new AnalysedMigration(
              kind.file().replaceFirst("V\\d+", "V" + i),
              Optional.of(String.valueOf(i)),
              kind.description(),
              kind.state(),
              kind.classification(),
              kind.transactional(),
              kind.statements(),
              kind.findings()));
    }
    return report("big", all, List.of());
  }

  static Report report(String project, List<AnalysedMigration> migrations, List<String> notes) {
    return new Report(
        project,
        new AnalysisResult(
            new ServerVersion(18),
            "migrate",
            new Pending(Pending.By.BASELINE, "version 1"),
            migrations,
            new Coverage(9, 8, 1),
            notes),
        FailOn.RISKY,
        TOOL);
  }

  private static AnalysedMigration phone() {
    Effects instant = effects(lock(CUSTOMERS, LockMode.ACCESS_EXCLUSIVE, LockHold.INSTANT));
    return migration(
        "V4__customer_phone.sql",
        "4",
        "customer phone",
        Classification.SAFE,
        true,
        statement(
                "ALTER TABLE customers ADD COLUMN phone text",
                2,
                "ALTER TABLE",
                Classification.SAFE,
                1,
                instant)
            .withMeasurement(measured(instant, 0.004, 1_000_000)));
  }

  private static AnalysedMigration concurrentIndex() {
    RelationName index = new RelationName("public", "orders_placed_at_idx");
    return migration(
        "V5__find_orders_by_day.sql",
        "5",
        "find orders by day",
        Classification.SAFE,
        false,
        statement(
            "CREATE INDEX CONCURRENTLY orders_placed_at_idx ON orders (placed_at)",
            2,
            "CREATE INDEX",
            Classification.SAFE,
            0,
            new Effects(
                List.of(lock(ORDERS, LockMode.SHARE_UPDATE_EXCLUSIVE, LockHold.BUILD)),
                Set.of(),
                Set.of(ORDERS),
                Set.of(index),
                Set.of(index),
                Set.of(),
                Set.of("old snapshots"),
                TransactionNeed.FORBIDDEN,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                false,
                false)));
  }

  /** One transaction in which an instant lock lasts until a scan of another table ends. */
  private static AnalysedMigration indexAndCheck() {
    String file = FOLDER + "V6__index_and_check.sql";
    RelationName index = new RelationName("public", "orders_total_idx");
    String check = "ALTER TABLE orders\n  ADD CONSTRAINT orders_total_check\n  CHECK (total >= 0)";
    Effects scan =
        new Effects(
            List.of(lock(ORDERS, LockMode.ACCESS_EXCLUSIVE, LockHold.SCAN)),
            Set.of(),
            Set.of(ORDERS),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            TransactionNeed.ANY,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            false,
            false);
    Effects build =
        new Effects(
            List.of(lock(ORDERS, LockMode.SHARE, LockHold.BUILD)),
            Set.of(),
            Set.of(ORDERS),
            Set.of(index),
            Set.of(index),
            Set.of(),
            Set.of(),
            TransactionNeed.ANY,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            false,
            false);
    return migration(
        "V6__index_and_check.sql",
        "6",
        "index and check",
        Classification.RISKY,
        true,
        statement(
            "ALTER TABLE customers ALTER COLUMN notes SET STATISTICS 500",
            1,
            "ALTER TABLE",
            Classification.SAFE,
            1,
            effects(lock(CUSTOMERS, LockMode.SHARE_UPDATE_EXCLUSIVE, LockHold.INSTANT))),
        statement(
            "ALTER TABLE customers ADD COLUMN vip boolean NOT NULL DEFAULT false",
            2,
            "ALTER TABLE",
            Classification.SAFE,
            1,
            effects(lock(CUSTOMERS, LockMode.ACCESS_EXCLUSIVE, LockHold.INSTANT))),
        statement(
                "CREATE INDEX orders_total_idx ON orders (total)",
                4,
                "CREATE INDEX",
                Classification.RISKY,
                1,
                build,
                finding(
                    BLOCKING_INDEX_BUILD,
                    file,
                    4,
                    1,
                    4,
                    48,
                    "Building this index blocks writes to orders until it ends (SHARE lock).",
                    Remedy.of(
                        "Write CREATE INDEX CONCURRENTLY and run the script outside a transaction.",
                        Remedy.File.outsideTransaction(
                            "CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total)"))))
            .withEstimate(new Estimate(12, 45, "2.1 GB at 50 to 180 MB a second"))
            .withMeasurement(measured(build, 2.31, 1_000_000)),
        statement(
            check,
            6,
            "ALTER TABLE",
            Classification.RISKY,
            1,
            scan,
            finding(
                VALIDATED_CONSTRAINT,
                file,
                7,
                3,
                8,
                21,
                "Checking every row of orders blocks reads and writes to it until it ends"
                    + " (ACCESS EXCLUSIVE lock).",
                Remedy.of(
                    "Add the constraint NOT VALID and validate it in a later transaction.",
                    Remedy.File.transaction(
                        "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0)"
                            + " NOT VALID"),
                    Remedy.File.transaction(
                        "ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check")))));
  }

  private static AnalysedMigration rename() {
    String file = FOLDER + "V10__full_name.sql";
    Effects effects =
        new Effects(
            List.of(lock(CUSTOMERS, LockMode.ACCESS_EXCLUSIVE, LockHold.INSTANT)),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            TransactionNeed.ANY,
            Optional.empty(),
            List.of(),
            List.of(
                new Breakage(
                    Breakage.Kind.READS,
                    "public.customers.name",
                    "statements that name the column fail")),
            List.of(),
            false,
            false);
    return migration(
        "V10__full_name.sql",
        "10",
        "full name",
        Classification.EXPAND_CONTRACT_REQUIRED,
        true,
        statement(
            "-- The version that runs still reads customers.name.\n"
                + "ALTER TABLE customers RENAME COLUMN name TO full_name",
            1,
            "ALTER TABLE",
            Classification.EXPAND_CONTRACT_REQUIRED,
            1,
            effects,
            finding(
                RENAME,
                file,
                2,
                23,
                2,
                54,
                "The running version still names customers.name, and its statements fail.",
                Remedy.of(
                    "Add the new column, copy, and drop the old one in a later release.",
                    Remedy.File.transaction("ALTER TABLE customers ADD COLUMN full_name text"),
                    Remedy.File.later("ALTER TABLE customers DROP COLUMN name")))));
  }

  private static AnalysedMigration prices() {
    String file = FOLDER + "V12__round_prices.sql";
    RelationName products = new RelationName("public", "products");
    ReportedFinding accepted =
        new ReportedFinding(
            UPDATE,
            Classification.RISKY,
            "Every row of products is updated and locked.",
            file,
            3,
            1,
            3,
            45,
            "update-1",
            Remedy.of("Update in batches."),
            List.of(),
            false,
            Optional.of(
                new Acknowledgement(
                    "the table holds three products",
                    Optional.of(LocalDate.of(2027, 1, 31)),
                    Acknowledgement.Origin.COMMENT)));
    return migration(
        "V12__round_prices.sql",
        "12",
        "round prices",
        Classification.RISKY,
        true,
        statement(
            "UPDATE products SET price = round(price, 1)",
            3,
            "UPDATE",
            Classification.RISKY,
            1,
            effects(lock(products, LockMode.ROW_EXCLUSIVE, LockHold.ROWS)),
            accepted));
  }

  private static AnalysedMigration block() {
    String file = FOLDER + "R__orders_of_day.sql";
    Effects unknown =
        new Effects(
            List.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            TransactionNeed.ANY,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            false,
            true);
    return migration(
        file,
        "",
        "orders of day",
        Classification.UNKNOWN,
        true,
        statement(
            "DO $$ BEGIN EXECUTE 'ALTER TABLE ' || quote_ident('orders'); END $$",
            1,
            "DO",
            Classification.UNKNOWN,
            1,
            unknown,
            finding(
                SYNTAX,
                file,
                1,
                13,
                1,
                60,
                "What this block executes cannot be read.",
                Remedy.of("Write the statements out, or acknowledge the block with a reason."))));
  }

  private static AnalysedMigration applied(String name, String version) {
    return new AnalysedMigration(
        FOLDER + name,
        Optional.of(version),
        "",
        AnalysedMigration.State.APPLIED,
        Classification.SAFE,
        true,
        List.of(),
        List.of());
  }

  private static AnalysedMigration migration(
      String name,
      String version,
      String description,
      Classification classification,
      boolean transactional,
      AnalysedStatement... statements) {
    return new AnalysedMigration(
        name.startsWith(FOLDER) ? name : FOLDER + name,
        version.isEmpty() ? Optional.empty() : Optional.of(version),
        description,
        AnalysedMigration.State.PENDING,
        classification,
        transactional,
        List.of(statements),
        List.of());
  }

  private static AnalysedStatement statement(
      String sql,
      int line,
      String kind,
      Classification classification,
      int transaction,
      Effects effects,
      ReportedFinding... findings) {
    return new AnalysedStatement(
        new Other(new Span(0, sql.length()), "SampleStmt", kind, List.of()),
        line,
        1,
        line + (int) sql.lines().count() - 1,
        kind,
        classification,
        sql,
        transaction == 0 ? OptionalInt.empty() : OptionalInt.of(transaction),
        false,
        effects,
        false,
        List.of(findings));
  }

  private static ReportedFinding finding(
      RuleInfo rule,
      String file,
      int line,
      int column,
      int endLine,
      int endColumn,
      String message,
      Remedy remedy) {
    return new ReportedFinding(
        rule,
        rule.worst(),
        message,
        file,
        line,
        column,
        endLine,
        endColumn,
        rule.id() + "-" + line,
        remedy,
        List.of(new ReportedFinding.Place(FOLDER + "V1__create_shop.sql", 17, 1, "created here")),
        false,
        Optional.empty());
  }

  private static RelationLock lock(RelationName relation, LockMode mode, LockHold hold) {
    return new RelationLock(relation, mode, hold, false);
  }

  private static Effects effects(RelationLock... locks) {
    return new Effects(
        List.of(locks),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        TransactionNeed.ANY,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        false,
        false);
  }

  private static Measurement measured(Effects effects, double seconds, long rows) {
    return new Measurement(
        effects.locks(),
        effects.rewrites(),
        effects.scans(),
        effects.indexBuilds(),
        Set.of(),
        Optional.empty(),
        seconds,
        OptionalLong.of(rows),
        effects.locks().stream()
            .map(
                lock ->
                    new Measurement.Blocking(
                        lock.relation(),
                        lock.mode().blocksReads(),
                        Optional.of(lock.mode().blocksWrites())))
            .distinct()
            .toList(),
        OptionalLong.of(16_384));
  }
}
