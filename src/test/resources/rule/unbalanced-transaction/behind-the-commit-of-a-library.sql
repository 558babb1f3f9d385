-- runner: sql-migrate
-- file: V1__tables.sql
CREATE TABLE users (id bigint PRIMARY KEY, name text);
-- file: V2__index.sql
ALTER TABLE users SET (fillfactor = 80);
-- expect unbalanced-transaction: sql-migrate runs the file in a transaction, and this ends it
COMMIT;
CREATE INDEX CONCURRENTLY users_name_idx ON users (name);
BEGIN;
