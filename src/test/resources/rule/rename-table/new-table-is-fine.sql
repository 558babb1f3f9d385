CREATE TABLE customers (id bigint);
ALTER TABLE customers RENAME TO clients;
