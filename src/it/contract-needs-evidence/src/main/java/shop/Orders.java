package shop;

class Orders {
  static final String ALL = "SELECT id, amount FROM orders"; // total is gone
}
