-- runner: flyway
-- file: V1__tables.sql
CREATE TABLE users (id bigint PRIMARY KEY, name text);
-- file: V2__index.sql
ALTER TABLE users SET (fillfactor = 80);
-- expect unbalanced-transaction: flyway runs the file in a transaction, and this ends it
COMMIT;
-- migrate:allow concurrent-build-waits-for-runner it does not get that far
-- expect concurrently-in-transaction: CREATE INDEX cannot run inside a transaction block
CREATE INDEX CONCURRENTLY users_name_idx ON users (name);
