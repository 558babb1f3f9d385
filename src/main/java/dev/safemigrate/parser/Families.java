package dev.safemigrate.parser;

import dev.safemigrate.ast.Statement;
import java.util.function.Supplier;

/** The parsers of definitions and utility statements, around one cursor. */
final class Families {

  final ObjectNames objects;
  final CreateTableParser tables;
  final AlterRelationParser relations;
  final AlterObjectParser alterations;
  final ViewParser views;
  final FunctionParser functions;
  final TriggerParser triggers;
  final RuleParser rules;
  final TypeParser types;
  final DefineParser definitions;
  final SchemaParser schemas;
  final PublicationParser publications;
  final DropParser drops;
  final CommentParser comments;
  final GrantParser grants;
  final RoleParser roles;
  final ForeignDataParser foreignData;
  final SettingParser settings;
  final TransactionParser transactions;
  final MaintenanceParser maintenance;
  final SessionParser sessions;
  final AlterColumnParser columns;

  /**
   * @param nested reads a statement that stands inside another one
   */
  Families(Clauses clauses, Supplier<Statement> nested) {
    SequenceOptions sequences = new SequenceOptions(clauses);
    ConstraintParser constraints = new ConstraintParser(clauses);
    ColumnParser columnDefinitions = new ColumnParser(clauses, constraints, sequences);
    AlterTableParser actions =
        new AlterTableParser(clauses, columnDefinitions, constraints, sequences);
    columns = new AlterColumnParser(clauses, columnDefinitions, sequences);
    objects = new ObjectNames(clauses);
    tables = new CreateTableParser(clauses, columnDefinitions, constraints);
    relations = new AlterRelationParser(clauses, objects, sequences, actions);
    alterations = new AlterObjectParser(clauses, objects, relations);
    views = new ViewParser(clauses, constraints, tables);
    transactions = new TransactionParser(clauses);
    settings = new SettingParser(clauses, transactions);
    functions = new FunctionParser(clauses, settings, nested);
    triggers = new TriggerParser(clauses);
    rules = new RuleParser(clauses, nested);
    types = new TypeParser(clauses, columnDefinitions, constraints, alterations);
    definitions = new DefineParser(clauses, objects);
    schemas = new SchemaParser(clauses, objects, sequences, nested);
    publications = new PublicationParser(clauses, objects);
    drops = new DropParser(clauses, objects);
    comments = new CommentParser(clauses, objects);
    grants = new GrantParser(clauses, objects);
    roles = new RoleParser(clauses, objects, settings, alterations);
    foreignData = new ForeignDataParser(clauses, objects, drops);
    maintenance = new MaintenanceParser(clauses);
    sessions = new SessionParser(clauses);
  }
}
