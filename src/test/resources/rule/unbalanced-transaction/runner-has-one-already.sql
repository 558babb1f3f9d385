-- runner: flyway
-- expect unbalanced-transaction: flyway runs the file in a transaction already
BEGIN;
CREATE TABLE orders (id bigint);
COMMIT;
