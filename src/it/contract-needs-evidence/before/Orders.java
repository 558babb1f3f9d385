package shop;

class Orders {
  static final String ALL =
      """
      SELECT id, amount,
             total
      FROM orders
      """;
}
