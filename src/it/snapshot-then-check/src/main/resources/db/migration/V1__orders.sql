CREATE TABLE orders (id bigint PRIMARY KEY, placed date);
INSERT INTO orders SELECT i, current_date FROM generate_series(1, 20000) i;
ANALYZE orders;
