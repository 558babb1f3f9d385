-- runner: flyway
-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
-- file: V2__note.sql
SELECT set_config('lock_timeout', '2s', true);
ALTER TABLE orders ADD COLUMN note text;
