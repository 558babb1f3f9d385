-- file: V1__tables.sql
CREATE TABLE fields (id bigint PRIMARY KEY);
CREATE TABLE customers (id bigint PRIMARY KEY);
-- file: V2__table.sql
-- expect foreign-key-locks-other-table: A foreign key reaches public.fields, so writes of it wait
CREATE TABLE lineage (input bigint REFERENCES fields (id), output bigint REFERENCES fields (id));
-- expect foreign-key-locks-other-table: A foreign key reaches public.customers and public.fields, so writes of these tables wait
-- expect locks-on-several-tables: Waiting for the lock on public.customers
CREATE TABLE owners (field bigint REFERENCES fields (id), customer bigint REFERENCES customers (id));
