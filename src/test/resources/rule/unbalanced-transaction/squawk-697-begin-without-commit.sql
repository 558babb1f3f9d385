-- expect unbalanced-transaction: No COMMIT follows
BEGIN;
CREATE TABLE orders (id bigint);
