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
import org.junit.jupiter.params.provider.ValueSource;

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
        "A.java | record CustomerOrder(BigDecimal orderTotal) {}",
        "A.java | CustomerOrdersRecord r; r.setOrderTotal(1);",
        "A.java | String s = sql(\"http://x/?q=order_total,customer_orders\");",
        "A.groovy | sql.rows 'select order_total from customer_orders'",
        "A.scala | val t = TableQuery[CustomerOrders]; t.map(_.orderTotal)",
        "A.kt | data class CustomerOrder(val orderTotal: BigDecimal)",
        "A.kt | val sql = \"update customer_orders set order_total = 0\" // later",
        "m.xml | <resultMap type='CustomerOrder'><result column='order_total'/></resultMap>",
        "m.xml | <!-- later --><select id=\"x\">select order_total from customer_orders</select>",
        "q.sql | SELECT Order_Total FROM public.Customer_Orders",
        "q.properties | query=select order_total from customer_orders",
        "q.yml | query: > select order_total from customer_orders # now",
        "q.stg | find() ::= <<select order_total from customer_orders>>",
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
        "A.kt | // order_total of customer_orders",
        "A.java | String s = order_total_sum + CUSTOMER_ORDERS;",
        "m.xml | <!-- order_total of customer_orders --><x/>",
        "q.sql | -- order_total of customer_orders",
        "q.sql | /* order_total of customer_orders */ SELECT 1",
        "q.properties | # order_total of customer_orders",
        "q.yml |    # order_total of customer_orders",
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
  void textBlocksGoOnOverLinesAndHaveCommentsOfSql() throws IOException {
    write(
        "src/A.java",
        """
        String s = \"""
            SELECT id -- order_total
            FROM customer_orders /* order_total
            order_total */ WHERE link = 'http://a'
            AND order_total > 0\""";
        // order_total
        """);

    assertThat(find("public.customer_orders.order_total").found())
        .containsExactly(new Mention("src/A.java", 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String a = \"\"\"\n  GET /orders/*\"\"\";\nString s = \"select 1 from customer_orders\";",
        "String a = \"\"\"\n  /*\"\"\"; String s = \"select 1 from customer_orders\";\n/* why */ int a;",
        "val a = \"\"\"GET /a/* /customer_orders/*/x\"\"\"",
        "val a = \"\"\"it's\"\"\"\ni--; val s = \"select 1 from customer_orders\"",
        "val a = \"\"\"x -- y\"\"\" + customer_orders",
        "int a = 1; /* open\nString s = \"select 1 from customer_orders\";"
      })
  void whatOnlyLooksLikeACommentHidesNothing(String text) throws IOException {
    write("src/A.kt", text);

    assertThat(find("public.customer_orders").found()).hasSize(1);
  }

  @Test
  void folderThatIsNotThereIsSaidAndNotAbsence() throws IOException {
    write("src/Other.java", "class Other {}");
    Path missing = folder.resolve("../other/src");

    Mentions mentions =
        new SourceSearch(folder, List.of(folder.resolve("src"), missing), List.of())
            .find("public.customer_orders");

    assertThat(mentions.unread()).singleElement().asString().endsWith("/src (does not exist)");
    assertThat(mentions.absent()).isFalse();
  }

  @Test
  void shortNamesAreFoundInAccessorsAndNotInOtherWords() throws IOException {
    write(
        "src/A.java", "class Order {\n  int getId() {}\n  Grid grid; Idea idea;\n findById(1); }");

    assertThat(find("public.orders.id").found()).extracting(Mention::line).containsExactly(2, 4);
  }

  @Test
  void columnsOfSharedClassesMayBeOfAnyTable() throws IOException {
    write("src/Base.java", "@MappedSuperclass class Base { BigDecimal orderTotal; }");

    assertThat(find("public.customer_orders.order_total").found()).hasSize(1);
  }

  @Test
  void functionsAreFoundByTheirName() throws IOException {
    write("src/A.java", "call(\"{ ? = call price_of(?) }\");\nRoutines.priceOf(1);");

    assertThat(find("public.price_of").found()).extracting(Mention::line).containsExactly(1, 2);
    assertThat(find("price_of").found()).hasSize(2);
  }

  @Test
  void labelsAreFoundAsTextsAndConstantsWithoutTheirType() throws IOException {
    write("src/A.java", "enum Feeling { SAD, VERY_HAPPY }");
    write("src/B.java", "String s = \"feeling = 'sad'\"; sadness(); // 'very happy'");
    write("src/C.java", "sad.sadly(\"so sad\");");
    SourceSearch search = new SourceSearch(folder, List.of(folder.resolve("src")), List.of());

    assertThat(search.findLabel("sad").found())
        .containsExactlyInAnyOrder(new Mention("src/A.java", 1), new Mention("src/B.java", 1));
    assertThat(search.findLabel("very happy").found()).contains(new Mention("src/A.java", 1));
    assertThat(search.findLabel("angry").absent()).isTrue();
  }

  @Test
  void namesThatNeedQuotesAreSearchedAsTheyStand() throws IOException {
    write("src/A.java", "String s = \"SELECT \\\"order total\\\" FROM orders\";");

    assertThat(find("public.orders.order total").found()).hasSize(1);
    assertThat(find("public.orders.order sum").absent()).isTrue();
  }

  @Test
  void linksAreFollowed() throws IOException {
    write("elsewhere/A.java", "String s = \"SELECT 1 FROM customer_orders\";");
    write("src/Other.java", "class Other {}");
    Files.createSymbolicLink(folder.resolve("src/link"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("src/loop"), folder.resolve("src"));

    Mentions mentions = find("public.customer_orders");

    assertThat(mentions.found()).containsExactly(new Mention("src/link/A.java", 1));
    assertThat(mentions.unread()).isEmpty();
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
