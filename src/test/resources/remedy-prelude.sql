CREATE TABLE orders (id integer PRIMARY KEY, customer_id bigint, total numeric);
CREATE TABLE customers (id bigint PRIMARY KEY, email text, mail text, fax text, region text, name text);
CREATE TABLE invoices (id bigint PRIMARY KEY, order_id bigint);
CREATE TABLE sessions (id bigint PRIMARY KEY, expired boolean);
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE MATERIALIZED VIEW daily_sales AS SELECT 1 AS day;
CREATE UNIQUE INDEX daily_sales_day ON daily_sales (day);
CREATE SCHEMA sales;
