-- Risky: writers of order_items wait until the index is built.
CREATE INDEX order_items_product_id_idx ON order_items (product_id);
