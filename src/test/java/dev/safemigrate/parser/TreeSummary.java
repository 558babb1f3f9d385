package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterTableAllInTablespace;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TypeName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Our tree in the form of ../shared/parser/statements.ndjson: the name of PostgreSQL's parse node
 * and the fields that the file lists for it. False and empty fields are left out.
 */
final class TreeSummary {

  private static final Set<ObjectType> RELATIONS =
      EnumSet.of(
          ObjectType.TABLE,
          ObjectType.VIEW,
          ObjectType.MATERIALIZED_VIEW,
          ObjectType.INDEX,
          ObjectType.SEQUENCE,
          ObjectType.FOREIGN_TABLE);

  /** What a rename keeps as a plain string rather than as a list of name parts. */
  private static final Set<ObjectType> NAMED_BY_STRING =
      EnumSet.of(
          ObjectType.SCHEMA,
          ObjectType.ROLE,
          ObjectType.DATABASE,
          ObjectType.TABLESPACE,
          ObjectType.COLUMN,
          ObjectType.ATTRIBUTE,
          ObjectType.POLICY,
          ObjectType.TRIGGER,
          ObjectType.RULE,
          ObjectType.TABLE_CONSTRAINT,
          ObjectType.DOMAIN_CONSTRAINT);

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private TreeSummary() {}

  /** The summary of a statement; {@code kind} is always among its fields. */
  static Map<String, Object> of(Statement statement) {
    TreeSummary summary = new TreeSummary();
    summary.fields.put("kind", NodeNames.of(statement));
    StatementFields.add(summary, statement);
    return summary.fields;
  }

  static TreeSummary empty() {
    return new TreeSummary();
  }

  Map<String, Object> fields() {
    return fields;
  }

  TreeSummary put(String field, String value) {
    fields.put(field, value);
    return this;
  }

  TreeSummary put(String field, Optional<String> value) {
    value.ifPresent(text -> fields.put(field, text));
    return this;
  }

  TreeSummary put(String field, boolean value) {
    if (value) {
      fields.put(field, true);
    }
    return this;
  }

  /** Puts a list if it has elements. */
  TreeSummary put(String field, List<?> values) {
    if (!values.isEmpty()) {
      fields.put(field, values);
    }
    return this;
  }

  TreeSummary putAlways(String field, Object value) {
    fields.put(field, value);
    return this;
  }

  TreeSummary relation(QualifiedName name) {
    return put("relation", name.toString());
  }

  static List<String> names(List<RelationReference> relations) {
    return relations.stream().map(relation -> relation.name().toString()).toList();
  }

  static List<String> texts(List<QualifiedName> names) {
    return names.stream().map(QualifiedName::toString).toList();
  }

  static String type(TypeName type) {
    return type.canonical();
  }

  /** PostgreSQL's name of an object type, as in OBJECT_MATVIEW. */
  static String objectType(ObjectType type) {
    return "OBJECT_"
        + switch (type) {
          case MATERIALIZED_VIEW -> "MATVIEW";
          case FOREIGN_DATA_WRAPPER -> "FDW";
          case SERVER -> "FOREIGN_SERVER";
          case LARGE_OBJECT -> "LARGEOBJECT";
          case OPERATOR_CLASS -> "OPCLASS";
          case OPERATOR_FAMILY -> "OPFAMILY";
          case STATISTICS -> "STATISTIC_EXT";
          case TABLE_CONSTRAINT -> "TABCONSTRAINT";
          case DOMAIN_CONSTRAINT -> "DOMCONSTRAINT";
          case TEXT_SEARCH_CONFIGURATION -> "TSCONFIGURATION";
          case TEXT_SEARCH_DICTIONARY -> "TSDICTIONARY";
          case TEXT_SEARCH_PARSER -> "TSPARSER";
          case TEXT_SEARCH_TEMPLATE -> "TSTEMPLATE";
          case DEFAULT_VALUE -> "DEFAULT";
          case PARAMETER -> "PARAMETER_ACL";
          default -> type.name();
        };
  }

  /** An object as DropStmt lists it: what it hangs on comes first. */
  static String object(ObjectReference object) {
    return object.relation().map(relation -> relation + ".").orElse("") + object.name();
  }

  static void drop(TreeSummary summary, Drop drop) {
    summary
        .put("removeType", objectType(drop.objectType()))
        .putAlways("objects", drop.objects().stream().map(TreeSummary::object).toList())
        .put("ifExists", drop.ifExists())
        .put("cascade", drop.cascade())
        .put("concurrent", drop.concurrently());
  }

  static void rename(TreeSummary summary, Rename rename) {
    ObjectReference object = rename.object();
    if (rename.objectType() != ObjectType.DOMAIN_CONSTRAINT) {
      Optional<QualifiedName> relation =
          RELATIONS.contains(rename.objectType())
              ? Optional.of(object.name())
              : NAMED_BY_STRING.contains(rename.objectType())
                  ? object.relation()
                  : Optional.empty();
      relation.ifPresent(summary::relation);
    }
    if (NAMED_BY_STRING.contains(rename.objectType())) {
      summary.put("subname", object.name().name());
    }
    summary
        .put("renameType", objectType(rename.objectType()))
        .put("relationType", rename.relationType().map(TreeSummary::objectType))
        .put("newname", rename.newName())
        .put("ifExists", rename.ifExists());
  }

  static void setSchema(TreeSummary summary, SetSchema move) {
    summary.put("objtype", objectType(move.object().type())).put("newschema", move.newSchema());
    if (RELATIONS.contains(move.object().type())) {
      summary.relation(move.object().name());
    }
  }

  /** The names of PostgreSQL's parse nodes, where they do not follow from ours. */
  static final class NodeNames {

    private static final Map<String, String> IRREGULAR =
        Map.ofEntries(
            Map.entry("AlterFunction", "AlterFunctionStmt"),
            Map.entry("AlterEventTrigger", "AlterEventTrigStmt"),
            Map.entry("AlterSequence", "AlterSeqStmt"),
            Map.entry("AlterStatistics", "AlterStatsStmt"),
            Map.entry("CreateCompositeType", "CompositeTypeStmt"),
            Map.entry("CreateEventTrigger", "CreateEventTrigStmt"),
            Map.entry("CreateIndex", "IndexStmt"),
            Map.entry("CreateRangeType", "CreateRangeStmt"),
            Map.entry("CreateRule", "RuleStmt"),
            Map.entry("CreateSequence", "CreateSeqStmt"),
            Map.entry("CreateStatistics", "CreateStatsStmt"),
            Map.entry("CreateTrigger", "CreateTrigStmt"),
            Map.entry("CreateView", "ViewStmt"),
            Map.entry("DependsOnExtension", "AlterObjectDependsStmt"),
            Map.entry("DoBlock", "DoStmt"),
            Map.entry("LockTable", "LockStmt"),
            Map.entry("RefreshMaterializedView", "RefreshMatViewStmt"),
            Map.entry("SecurityLabel", "SecLabelStmt"),
            Map.entry("SetConstraints", "ConstraintsSetStmt"),
            Map.entry("SetOwner", "AlterOwnerStmt"),
            Map.entry("SetSchema", "AlterObjectSchemaStmt"),
            Map.entry("SetVariable", "VariableSetStmt"),
            Map.entry("TransactionControl", "TransactionStmt"));

    private NodeNames() {}

    static String of(Statement statement) {
      if (statement instanceof Other other) {
        return other.node();
      }
      if (statement instanceof AlterTableAllInTablespace) {
        return "AlterTableMoveAllStmt";
      }
      if (statement instanceof dev.safemigrate.ast.CreateTable table) {
        return table.foreignServer().isPresent() ? "CreateForeignTableStmt" : "CreateStmt";
      }
      if (statement instanceof dev.safemigrate.ast.AlterExtension extension) {
        return extension.member().isPresent() ? "AlterExtensionContentsStmt" : "AlterExtensionStmt";
      }
      String name = statement.getClass().getSimpleName();
      return IRREGULAR.getOrDefault(name, name + "Stmt");
    }

    static String tableAsType(CreateTableAs statement) {
      return statement.materializedView() ? "OBJECT_MATVIEW" : "OBJECT_TABLE";
    }
  }

  /** PostgreSQL's camel case for our constants: SET_NOT_NULL becomes SetNotNull. */
  static String camel(Enum<?> constant) {
    return String.join(
        "",
        Arrays.stream(constant.name().split("_"))
            .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
            .toList());
  }
}
