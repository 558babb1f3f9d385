package dev.safemigrate.usage;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The processor time of a search through 10,000 files of Java, 80 MB. */
final class SourceSearchBenchmark {

  private static final int FILES = 10_000;

  private SourceSearchBenchmark() {}

  /**
   * @param arguments an empty folder to write to
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    long bytes = 0;
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve("p" + i % 100).resolve("Service" + i + ".java");
      Files.createDirectories(file.getParent());
      String text = source(i);
      bytes += text.length();
      Files.writeString(file, text);
    }
    SourceSearch search = new SourceSearch(folder, List.of(folder), List.of());
    for (int round = 1; round <= 3; round++) {
      long before = processor();
      Mentions mentions = search.find("public.customer_orders.order_total");
      System.out.println(
          String.format(
              Locale.ROOT,
              "%,d files, %d MB, %d lines found: %.2f s of the processor",
              mentions.searched(),
              bytes / 1_000_000,
              mentions.found().size(),
              (processor() - before) / 1e9));
    }
  }

  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** One file of a thousand names the column. */
  private static String source(int number) {
    String methods =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    """
                      /** Reads the invoices of a customer, see there. */
                      List<Invoice> findInvoices%d(Customer customer, int limit) {
                        return jdbc.query("SELECT id, amount FROM invoices WHERE id > ?", limit);
                      }
                    """
                        .formatted(i))
            .collect(Collectors.joining());
    String query =
        number % 1000 == 0 ? "String s = \"SELECT order_total FROM customer_orders\";" : "";
    return "class Service%d {\n%s%s\n}\n".formatted(number, methods, query);
  }
}
