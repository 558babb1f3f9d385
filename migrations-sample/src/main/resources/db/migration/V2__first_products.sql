INSERT INTO products (sku, title, price) VALUES
  ('TEA-001', 'Green tea, 100 g', 6.50),
  ('TEA-002', 'Black tea, 100 g', 5.90),
  ('POT-001', 'Teapot, 0.8 l', 34.00);

INSERT INTO customers (name, email) VALUES
  ('First customer', 'first@shop.example'),
  ('Second customer', 'second@shop.example');

INSERT INTO orders (customer_id, total) VALUES (1, 12.40), (2, 34.00);

INSERT INTO order_items (order_id, line, product_id, quantity) VALUES
  (1, 1, 1, 1),
  (1, 2, 2, 1),
  (2, 1, 3, 1);
