package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.IndexKey;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * ALTER COLUMN ... TYPE (ATPrepAlterColumnType(), ATExecAlterColumnType() and
 * ATPostAlterTypeCleanup() of tablecmds.c).
 */
final class TypeChanges {

  /**
   * Zones that are a fixed offset of zero and have always been: only there a timestamp is the same
   * number with and without time zone (TimestampTimestampTzRequiresRewrite() of timestamp.c).
   */
  private static final Set<String> UTC =
      Set.of(
          "utc",
          "gmt",
          "uct",
          "zulu",
          "universal",
          "greenwich",
          "gmt0",
          "gmt+0",
          "gmt-0",
          "etc/utc",
          "etc/gmt",
          "etc/uct",
          "etc/zulu",
          "etc/universal",
          "etc/greenwich",
          "etc/gmt0",
          "etc/gmt+0",
          "etc/gmt-0",
          "0",
          "+00",
          "+0",
          "00:00");

  private final AlterTableJob job;
  private final Prediction prediction;
  private final Table table;

  TypeChanges(AlterTableJob job) {
    this.job = job;
    this.prediction = job.prediction();
    this.table = job.table();
  }

  void change(AlterColumnType action) {
    Optional<Column> found = job.column(action.column());
    if (found.isEmpty()) {
      if (!job.adds(action.column())) {
        // The column's type is not known: the cautious side is a rewrite.
        prediction.out().assume();
        job.tree().forEach(job::rewrite);
      }
      return;
    }
    Column column = found.get();
    refuse(column);
    if (NewColumnType.isMissing(prediction, action.type())) {
      prediction.fail(Prediction.UNDEFINED_OBJECT, "type %s does not exist", action.type().name());
    }
    if (job.changesTwice(column.name())) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "the type of column %s is changed twice", column.name());
    }
    DataType newType = prediction.schema().resolve(action.type());
    ResolvedType source = type(column.type());
    ResolvedType target = type(newType);
    Coercion.Outcome outcome = outcome(action, column, source, target);
    boolean stored = table.kind() != RelationKind.FOREIGN_TABLE;
    if (outcome == Coercion.Outcome.IMPOSSIBLE && stored) {
      prediction.fail(
          Prediction.DATATYPE_MISMATCH,
          "column %s cannot be cast automatically to type %s",
          column.name(),
          newType.canonical());
      return;
    }
    refuseDefault(column, source, target);
    refuseDependants(column.name());
    // The default is cast anew, which looks its sequence up.
    new SequenceUse(prediction).lockDefault(table, column);
    boolean rewrite = outcome == Coercion.Outcome.COMPUTED;
    if (rewrite) {
      refuseRowTypeUsers();
      lengthMustMatch(source, target);
    }
    boolean sameCollation = sameCollation(column, action, source, target);
    for (Table part : job.tree()) {
      if (rewrite) {
        job.rewrite(part);
      }
      rebuildIndexes(part, column.name(), source, target, sameCollation);
      recheck(part, column.name());
    }
    // The old proof of a foreign key holds while the same operator compares the columns.
    OperatorClasses classes = new OperatorClasses(prediction);
    boolean compared =
        classes.defaultFor("btree", source).equals(classes.defaultFor("btree", target));
    foreignKeys(column.name(), rewrite || !compared);
    widenIdentity(column, source, target);
    breakages(column, source, target, rewrite);
  }

  private ResolvedType type(DataType type) {
    return RelationTypes.resolve(prediction.schema(), type, prediction.types());
  }

  private Coercion.Outcome outcome(
      AlterColumnType action, Column column, ResolvedType source, ResolvedType target) {
    Coercion coercion = new Coercion(prediction.types(), zoneIsUtc(source, target));
    if (action.using().isEmpty()) {
      return coercion.coerce(source, target, false);
    }
    return using(action.using().get().text(), column, source, target, coercion);
  }

  /**
   * USING: only the column itself, perhaps behind casts that change nothing, saves the rewrite. The
   * result is then assigned to the new type.
   */
  private Coercion.Outcome using(
      String text, Column column, ResolvedType source, ResolvedType target, Coercion coercion) {
    List<TypeName> casts = new ArrayList<>();
    Optional<String> inner = CastChain.strip(text, prediction.reader(), casts);
    if (inner.filter(column.name()::equals).isEmpty()) {
      return Coercion.Outcome.COMPUTED;
    }
    ResolvedType current = source;
    Coercion.Outcome outcome = Coercion.Outcome.SAME_VALUES;
    for (TypeName cast : casts) {
      ResolvedType next = type(prediction.schema().resolve(cast));
      Coercion.Outcome step = coercion.coerce(current, next, true);
      if (step == Coercion.Outcome.IMPOSSIBLE) {
        prediction.fail("42846", "cannot cast type %s to %s", current.name(), next.name());
      }
      outcome = worse(outcome, step);
      current = next;
    }
    return worse(outcome, coercion.coerce(current, target, false));
  }

  private static Coercion.Outcome worse(Coercion.Outcome one, Coercion.Outcome other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private boolean zoneIsUtc(ResolvedType source, ResolvedType target) {
    boolean matters =
        source.is("timestamp") && target.is("timestamptz")
            || source.is("timestamptz") && target.is("timestamp");
    Optional<String> zone = prediction.schema().setting("timezone");
    if (matters && zone.isEmpty()) {
      prediction
          .out()
          .note("Only where TimeZone is UTC no row is written; SET timezone makes that certain.");
    }
    return zone.map(z -> z.toLowerCase(Locale.ROOT)).filter(UTC::contains).isPresent();
  }

  /** What keeps the server from changing the type of a column at all. */
  private void refuse(Column column) {
    String name = column.name();
    if (job.only() && job.hasChildren()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "the type must be changed in child tables too");
    }
    if (table.properties().ofType().isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "a typed table has the types of its type");
    }
    if (column.inherited()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "column %s is inherited from a parent", name);
    }
    if (table.partitionKey().filter(key -> key.columns().contains(name)).isPresent()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "column %s is part of the partition key", name);
    }
  }

  private void refuseDependants(String name) {
    new ColumnDependants(prediction)
        .forTypeChange(table, name)
        .ifPresent(
            dependant -> {
              boolean generated = dependant.kind() == ColumnDependants.Kind.GENERATED_COLUMN;
              // ERRCODE_SYNTAX_ERROR for generated columns until 14.
              String state =
                  generated && !prediction.atLeast(15)
                      ? Prediction.SYNTAX_ERROR
                      : Prediction.NOT_SUPPORTED;
              prediction.fail(state, "column %s is used by %s", name, dependant.name());
            });
  }

  private void refuseDefault(Column column, ResolvedType source, ResolvedType target) {
    boolean hasDefault = column.defaultValue().isPresent() || column.generated().isPresent();
    if (!hasDefault || job.dropsDefault(column.name()) || defaultOfAnotherType(column, source)) {
      return;
    }
    Coercion coercion = new Coercion(prediction.types(), false);
    if (coercion.coerce(source, target, false) == Coercion.Outcome.IMPOSSIBLE) {
      prediction.fail(
          Prediction.DATATYPE_MISMATCH,
          "the default of column %s cannot be cast automatically",
          column.name());
    }
  }

  /**
   * The server takes off the implicit cast to the column's type before it casts the default to the
   * new one (strip_implicit_coercions()). Only a string constant is of the column's type for sure;
   * anything can be cast to a string column, so the type behind it is not known.
   */
  private boolean defaultOfAnotherType(Column column, ResolvedType source) {
    return prediction.types().isString(source.name())
        && column
            .defaultValue()
            .map(value -> value.text().strip())
            .filter(text -> !text.startsWith("'"))
            .isPresent();
  }

  /** find_composite_type_dependencies(): rows kept inside other tables cannot be written anew. */
  private void refuseRowTypeUsers() {
    prediction.schema().columnsOfType(table.id()).stream()
        .findFirst()
        .ifPresent(
            user ->
                prediction.fail(
                    Prediction.NOT_SUPPORTED,
                    "column %s of another table uses the row type of %s",
                    user.column(),
                    table.name()));
  }

  /** A bit string is never cut or filled by an assignment (bit() of varbit.c). */
  private void lengthMustMatch(ResolvedType source, ResolvedType target) {
    if (source.is("bit") && target.is("bit") && prediction.hasRows(table)) {
      prediction.fail("22026", "the bit strings do not have the new length");
    }
  }

  private boolean sameCollation(
      Column column, AlterColumnType action, ResolvedType source, ResolvedType target) {
    Optional<String> before = column.collation().map(Object::toString);
    Optional<String> after = action.collation().map(Object::toString);
    return before.equals(after) && collatable(source) == collatable(target);
  }

  private static boolean collatable(ResolvedType type) {
    return Set.of("text", "varchar", "bpchar", "citext", "name").contains(type.name());
  }

  /**
   * An index on the column is built anew unless the server can prove that the old file serves
   * (CheckIndexCompatible() of indexcmds.c): no expression, no predicate, same operator class, same
   * collation. Parts of a partitioned index never keep their file.
   */
  private void rebuildIndexes(
      Table part, String column, ResolvedType source, ResolvedType target, boolean sameCollation) {
    for (Index index : prediction.schema().indexes(part.id())) {
      if (!index.columns().contains(column)) {
        continue;
      }
      prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
      boolean reused =
          (sameCollation || index.keys().stream().allMatch(key -> collates(part, key, column)))
              && index.predicate().isEmpty()
              && !index.hasExpressions()
              && index.parent().isEmpty()
              && index.valid()
              && sameOperatorClass(index, column, source, target);
      if (!reused && part.partitionKey().isEmpty()) {
        job.rebuild(index, part);
      }
    }
  }

  /** Whether a key keeps its collation: one of its own stays when that of the column changes. */
  private static boolean collates(Table part, IndexKey key, String column) {
    if (key.column().filter(column::equals).isEmpty()) {
      return true;
    }
    Optional<QualifiedName> current = part.column(column).flatMap(Column::collation);
    return key.collation().isPresent()
        && !key.collation().get().name().equals("default")
        && !key.collation().equals(current);
  }

  private boolean sameOperatorClass(
      Index index, String column, ResolvedType source, ResolvedType target) {
    OperatorClasses classes = new OperatorClasses(prediction);
    return index.keys().stream()
        .filter(key -> key.column().filter(column::equals).isPresent())
        .allMatch(
            key ->
                classes
                    .classFor(index.method(), key, source)
                    .equals(classes.classFor(index.method(), key, target)));
  }

  /** Validated CHECKs on the column are tested again; those NOT VALID stay so. */
  private void recheck(Table part, String column) {
    boolean checked =
        part.constraints(StoredConstraint.Check.class).stream()
            .anyMatch(
                check -> check.validated() && check.enforced() && check.columns().contains(column));
    if (checked) {
      job.scan(part);
    }
  }

  /** Foreign keys on the column are dropped and made again, which locks the other table. */
  private void foreignKeys(String column, boolean checkAgain) {
    List<ForeignKeyLink> links = new ArrayList<>();
    prediction.schema().foreignKeysOf(table).stream()
        .filter(link -> link.constraint().columns().contains(column))
        .forEach(links::add);
    prediction.schema().foreignKeysTo(table.id()).stream()
        .filter(link -> link.constraint().referencedColumns().contains(column))
        .forEach(links::add);
    // DROP CONSTRAINT of the same statement comes first.
    links.removeIf(
        link -> link.referencing().id().equals(table.id()) && job.drops(link.constraint().name()));
    if (links.isEmpty()) {
      return;
    }
    Table changed = job.afterTypeChanges();
    ForeignKeys foreignKeys = new ForeignKeys(prediction);
    for (ForeignKeyLink link : links) {
      foreignKeys.dropLink(link);
      boolean own = link.referencing().id().equals(table.id());
      boolean self = link.referenced().id().equals(table.id());
      new ForeignKeyTypes(prediction)
          .check(
              own ? changed : link.referencing(),
              link.constraint().columns(),
              Optional.empty(),
              self ? changed : link.referenced(),
              link.constraint().referencedColumns());
      prediction.lock(link.referencing(), LockMode.SHARE_ROW_EXCLUSIVE);
      foreignKeys.lockReferenced(link.referenced(), true);
      KeyConstraints.uniqueIndex(
              prediction, link.referenced(), link.constraint().referencedColumns())
          .ifPresent(
              index -> {
                prediction.lock(index, LockMode.ACCESS_SHARE);
                prediction
                    .schema()
                    .indexParts(index.id())
                    .forEach(part -> prediction.lock(part, LockMode.ACCESS_SHARE));
              });
      boolean valid = link.constraint().validated() && link.constraint().enforced();
      // A file that is written anew for whatever reason is checked anew.
      if (valid) {
        job.atEnd(
            () -> {
              if (checkAgain || job.rewrites(table)) {
                foreignKeys.check(link.referencing(), link.referenced(), ForeignKeys.Check.BOTH);
              }
            });
      }
    }
  }

  /** The sequence of an identity column takes the new type; that of a serial column does not. */
  private void widenIdentity(Column column, ResolvedType source, ResolvedType target) {
    // The default is stored anew, whatever becomes of the type: its sequence is looked up again.
    column.defaultValue().ifPresent(value -> new SequenceUse(prediction).lockNamed(value.text()));
    for (var sequence : prediction.schema().sequencesOwnedBy(table.id(), column.name())) {
      if (sequence.identity()) {
        prediction.lock(sequence, LockMode.SHARE_ROW_EXCLUSIVE);
        prediction.lock(sequence, LockMode.ROW_EXCLUSIVE);
      } else if (target.is("int8") && !source.sameTypeAs(target)) {
        prediction
            .out()
            .note(
                "The sequence %s stays %s: widen it with ALTER SEQUENCE ... AS bigint."
                    .formatted(sequence.name(), source.name()));
      }
    }
  }

  private void breakages(Column column, ResolvedType source, ResolvedType target, boolean rewrite) {
    String object = table.name() + "." + column.name();
    prediction
        .out()
        .breaks(
            Breakage.Kind.CACHED_PLAN,
            object,
            "Prepared statements that return the column fail once.");
    boolean strings =
        prediction.types().isString(source.name()) && prediction.types().isString(target.name());
    if (rewrite || !source.sameTypeAs(target) && !strings) {
      prediction
          .out()
          .breaks(Breakage.Kind.READS, object, "The running version reads another type.");
    }
  }
}
