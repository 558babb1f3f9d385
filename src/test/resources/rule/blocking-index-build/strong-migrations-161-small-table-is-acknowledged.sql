-- file: V1__orders.sql
CREATE TABLE regions (id bigint PRIMARY KEY, name text);
-- file: V2__index.sql
-- migrate:allow blocking-index-build the table has forty rows
CREATE INDEX regions_name ON regions (name);
