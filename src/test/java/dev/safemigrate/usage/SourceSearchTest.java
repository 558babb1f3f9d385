package dev.safemigrate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSearchTest {

  @TempDir private Path folder;

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Mentions find(String object) {
    return new SourceSearch(
            folder, List.of(folder.resolve("src")), List.of(folder.resolve("src/db")))
        .find(object);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "A.java | String s = \"SELECT order_total FROM customer_orders\";",
        "A.java | @Table(name = \"customer_orders\") class A { @Column(name = \"order_total\") int t; }",
        "CustomerOrder.java | @Entity class CustomerOrder { BigDecimal orderTotal; }",
        "A.java | dsl.select(CUSTOMER_ORDERS.ORDER_TOTAL).from(CUSTOMER_ORDERS);",
        "A.java | interface CustomerOrderRepository { List<X> findByOrderTotalGreaterThan(int t); }",
        "A.kt | val sql = \"update customer_orders set order_total = 0\" // later",
        "m.xml | <select id=\"x\">select order_total from customer_orders</select>",
        "q.sql | SELECT Order_Total FROM public.Customer_Orders",
        "q.properties | query=select order_total from customer_orders",
        "q.yaml | query: select order_total from customer_orders"
      })
  void findsTheColumnInEverySpelling(String file, String text) throws IOException {
    write("src/" + file, "\n" + text + "\n");

    assertThat(find("public.customer_orders.order_total").found())
        .containsExactly(new Mention("src/" + file, 2));
    assertThat(find("public.customer_orders").found()).isNotEmpty();
    assertThat(find("public.customer_orders.order_total").absent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "A.java | String s = \"SELECT order_totals FROM customer_orders\";",
        "A.java | String s = \"SELECT order_total FROM invoices\";",
        "A.java | /* order_total of customer_orders */ // orderTotal customerOrders",
        "A.md | order_total of customer_orders",
        "db/V1.sql | ALTER TABLE customer_orders DROP COLUMN order_total;"
      })
  void otherNamesCommentsAndMigrationsAreNoUses(String file, String text) throws IOException {
    write("src/" + file, text);
    write("src/Other.java", "class Other {}");

    Mentions mentions = find("public.customer_orders.order_total");

    assertThat(mentions.found()).isEmpty();
    assertThat(mentions.absent()).isTrue();
  }

  @Test
  void slashesInsideStringsBeginNoComment() throws IOException {
    write("src/A.java", "String u = \"http://x\"; String s = \"select a from t_one\";");

    assertThat(find("public.t_one").found()).hasSize(1);
  }

  @Test
  void nothingReadIsNotAbsence() {
    Mentions mentions = find("public.t");

    assertThat(mentions.searched()).isZero();
    assertThat(mentions.absent()).isFalse();
  }

  @Test
  void whatIsTooLargeIsSaidAndNotAbsence() throws IOException {
    write("src/Other.java", "class Other {}");
    write("src/large.sql", " ".repeat(5 * 1024 * 1024));

    Mentions mentions = find("public.customer_orders");

    assertThat(mentions.unread()).containsExactly("src/large.sql (larger than 4 MiB)");
    assertThat(mentions.absent()).isFalse();
  }
}
