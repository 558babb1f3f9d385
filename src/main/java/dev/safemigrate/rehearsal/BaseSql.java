package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.AlterDefaultPrivileges;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateSchema;
import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.GrantRole;
import dev.safemigrate.ast.PsqlCommand;
import dev.safemigrate.ast.SecurityLabel;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.SetOwner;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.text.LineIndex;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes what was there before the first of the migrations, from what {@code pg_dump --schema-only}
 * has written. Owners and privileges are left out: the scratch server does not know the roles.
 */
final class BaseSql {

  private static final String UNDEFINED_PARAMETER = "42704";
  private static final String DUPLICATE_SCHEMA = "42P06";

  private BaseSql() {}

  /**
   * Runs the statements one by one.
   *
   * @param connection of an empty database; its settings are changed
   * @throws RunException with the line that cannot be run
   */
  static void run(Connection connection, RehearsalPlan.Seed base, ServerVersion version)
      throws RunException {
    LineIndex lines = new LineIndex(base.sql());
    for (Statement statement : SqlParser.parse(base.sql(), version).statements()) {
      if (ofRolesOrPsql(statement)) {
        continue;
      }
      try (java.sql.Statement sent = connection.createStatement()) {
        sent.setEscapeProcessing(false);
        sent.execute(statement.span().of(base.sql()));
      } catch (SQLException e) {
        if (!harmless(statement, e)) {
          throw refused(base.name(), lines.line(statement.span().start()), e);
        }
      }
    }
  }

  private static boolean ofRolesOrPsql(Statement statement) {
    return statement instanceof PsqlCommand
        || statement instanceof SetOwner
        || statement instanceof AlterTable table
            && table.actions().stream().allMatch(AlterTableAction.OwnerTo.class::isInstance)
        || statement instanceof Grant
        || statement instanceof GrantRole
        || statement instanceof AlterDefaultPrivileges
        || statement instanceof SecurityLabel;
  }

  /** A newer pg_dump sets what an older server does not know, and the schema public is there. */
  private static boolean harmless(Statement statement, SQLException refusal) {
    return statement instanceof SetVariable && UNDEFINED_PARAMETER.equals(refusal.getSQLState())
        || statement instanceof CreateSchema && DUPLICATE_SCHEMA.equals(refusal.getSQLState());
  }

  private static RunException refused(String name, int line, SQLException refusal) {
    RunException failure =
        new RunException(
            RunException.Kind.SETUP,
            "The base %s cannot be built on the rehearsal's server. Line %d: %s"
                .formatted(name, line, refusal.getMessage()),
            refusal);
    return new RunException(RunException.Kind.SETUP, MissingExtension.explain(failure), refusal);
  }
}
