-- runner: golang-migrate
BEGIN;
CREATE TABLE orders (id bigint);
COMMIT;
