package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An index build that makes writers of a table wait. */
final class BlockingIndexBuild implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("blocking-index-build", "Index build blocks writes", Classification.RISKY);

  private static final Pattern HEAD = Pattern.compile("(?i)^CREATE\\s+(UNIQUE\\s+)?INDEX");

  /** Above it the text says what to do for each. */
  private static final int MOST_PARTITIONS = 50;

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof CreateIndex index) || buildsNothing(context, index)) {
      return;
    }
    context
        .lockFelt(context.effects(), index.table().name())
        .filter(lock -> lock.mode().blocksWrites())
        .map(lock -> finding(context, index, lock))
        .ifPresent(findings);
  }

  /** ON ONLY a partitioned table is an entry of the catalog; IF NOT EXISTS may find the index. */
  private static boolean buildsNothing(StatementContext context, CreateIndex index) {
    return (index.table().only() && context.isPartitioned(index.table().name()))
        || (index.ifNotExists() && context.effects().indexBuilds().isEmpty());
  }

  private static Finding finding(StatementContext context, CreateIndex index, RelationLock lock) {
    return new Finding(
        INFO,
        index.span(),
        "Building this index blocks %s of %s until it ends (%s lock)."
            .formatted(Words.blocked(lock.mode()), index.table().name(), lock.mode().sqlName()),
        remedy(context, index));
  }

  private static Remedy remedy(StatementContext context, CreateIndex index) {
    if (context.isPartitioned(index.table().name())) {
      return onPartitions(context, index);
    }
    return Splice.after(context.sql(), HEAD, " CONCURRENTLY")
        .map(
            sql ->
                Remedy.of(
                    "Build it with CREATE INDEX CONCURRENTLY, outside a transaction: "
                        + context.runner().howToRunOutsideTransaction()
                        + ".",
                    Remedy.File.outsideTransaction(sql)))
        .orElse(Remedy.of("Write CREATE INDEX CONCURRENTLY, outside a transaction."));
  }

  /** CONCURRENTLY is not supported for partitioned tables (manual, CREATE INDEX, Notes). */
  private static Remedy onPartitions(StatementContext context, CreateIndex index) {
    String text =
        "Create the index ON ONLY the partitioned table, build it CONCURRENTLY on each partition,"
            + " then attach the parts with ALTER INDEX ... ATTACH PARTITION.";
    Optional<Table> parent = context.table(index.table().name());
    int partitions = context.partitionsOf(index.table().name()).size();
    if (index.name().isEmpty() || partitions == 0 || partitions > MOST_PARTITIONS) {
      return Remedy.of(text);
    }
    String name = context.beside(index.table().name(), index.name().orElseThrow());
    String before = context.words(new Span(index.span().start(), index.table().span().start()));
    String behind = context.words(new Span(index.table().span().end(), index.span().end()));
    List<Remedy.File> files = new ArrayList<>();
    files.add(Remedy.File.inPlace(before + "ONLY " + context.name(index.table().name()) + behind));
    List<String> attach = new ArrayList<>();
    build(context, index, parent.orElseThrow(), name, behind, files, attach);
    files.add(Remedy.File.transaction(attach.toArray(String[]::new)));
    return new Remedy(text, files);
  }

  /** Leaves are built concurrently; a partitioned partition gets an index of its own to attach. */
  private static void build(
      StatementContext context,
      CreateIndex index,
      Table parent,
      String parentIndex,
      String behind,
      List<Remedy.File> files,
      List<String> attach) {
    for (Table partition : context.schema().partitions(parent.id())) {
      RelationName table = partition.name();
      String name = SqlNames.join(table.name(), columns(index), "idx");
      String qualified = SqlNames.quote(new RelationName(table.schema(), name));
      boolean leaf = partition.kind() != RelationKind.PARTITIONED_TABLE;
      String create =
          "CREATE %sINDEX%s %s ON %s%s%s"
              .formatted(
                  index.unique() ? "UNIQUE " : "",
                  leaf ? " CONCURRENTLY" : "",
                  SqlNames.quote(name),
                  leaf ? "" : "ONLY ",
                  context.name(table),
                  behind);
      if (leaf) {
        files.add(Remedy.File.outsideTransaction(create));
      } else {
        files.add(Remedy.File.transaction(create));
        build(context, index, partition, qualified, behind, files, attach);
      }
      attach.add("ALTER INDEX %s ATTACH PARTITION %s".formatted(parentIndex, qualified));
    }
  }

  private static String columns(CreateIndex index) {
    return index.columns().stream()
        .map(column -> column.column().orElse("expr"))
        .collect(Collectors.joining("_"));
  }
}
