package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreateSequence;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.text.Span;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that are one name once the server has cut them to 63 bytes. */
final class NameCutTo63Bytes implements Rule {

  private static final int LIMIT = 63;

  private static final Pattern LONG_NAME =
      Pattern.compile("\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]{62,}");

  private static final RuleInfo INFO =
      new RuleInfo("name-cut-to-63-bytes", "Name is cut to 63 bytes", Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!creates(context.statement())) {
      return;
    }
    Matcher matcher = LONG_NAME.matcher(context.words(context.statement().span()));
    while (matcher.find()) {
      String name = matcher.group().replaceAll("^\"|\"$", "").replace("\"\"", "\"");
      if (name.getBytes(StandardCharsets.UTF_8).length > LIMIT) {
        int start = context.statement().span().start() + matcher.start();
        findings.accept(
            new Finding(
                INFO,
                new Span(start, start + matcher.group().length()),
                "PostgreSQL cuts this name to its first 63 bytes; another one with the same beginning would be the same name.",
                Remedy.of("Choose a shorter name.")));
        return;
      }
    }
  }

  private static boolean creates(Statement statement) {
    return statement instanceof CreateTable
        || statement instanceof CreateIndex
        || statement instanceof AlterTable
        || statement instanceof CreateSequence
        || statement instanceof CreateEnum
        || statement instanceof Rename;
  }
}
