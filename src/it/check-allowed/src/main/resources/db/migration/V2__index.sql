-- migrate:allow blocking-index-build the table is empty until the next release
CREATE INDEX orders_placed_idx ON orders (placed);
