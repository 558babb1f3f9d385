package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** An index build that makes writers of a table wait. */
final class BlockingIndexBuild implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("blocking-index-build", "Index build blocks writes", Classification.RISKY);

  private static final Pattern HEAD = Pattern.compile("(?i)^CREATE\\s+(UNIQUE\\s+)?INDEX");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof CreateIndex index)) {
      return;
    }
    context
        .lockFelt(context.effects(), index.table().name())
        .filter(lock -> lock.mode().blocksWrites())
        .map(lock -> finding(context, index, lock))
        .ifPresent(findings);
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
    List<RelationName> partitions = context.partitionsOf(index.table().name());
    Optional<String> head = Splice.after(context.sql(), HEAD, " CONCURRENTLY");
    if (index.name().isEmpty() || partitions.isEmpty() || head.isEmpty()) {
      return Remedy.of(text);
    }
    String name = index.name().orElseThrow();
    int from = index.span().start();
    String before = context.words(new Span(from, index.table().span().start()));
    String behind = context.words(new Span(index.table().span().end(), index.span().end()));
    List<Remedy.File> files = new ArrayList<>();
    files.add(
        Remedy.File.transaction(before + "ONLY " + context.name(index.table().name()) + behind));
    List<String> attach = new ArrayList<>();
    for (RelationName partition : partitions) {
      String part = SqlNames.join(partition.name(), name);
      files.add(
          Remedy.File.outsideTransaction(
              "CREATE %sINDEX CONCURRENTLY %s ON %s%s"
                  .formatted(
                      index.unique() ? "UNIQUE " : "",
                      SqlNames.quote(part),
                      context.name(partition),
                      behind)));
      attach.add(
          "ALTER INDEX %s ATTACH PARTITION %s"
              .formatted(SqlNames.quote(name), SqlNames.quote(part)));
    }
    files.add(Remedy.File.transaction(attach.toArray(String[]::new)));
    return new Remedy(text, files);
  }
}
