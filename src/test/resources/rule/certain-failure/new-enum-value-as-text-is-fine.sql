-- file: V1__orders.sql
CREATE TYPE status AS ENUM ('new');
CREATE TABLE orders (id bigint PRIMARY KEY, state status, note text);
CREATE TABLE states (id bigint PRIMARY KEY, state status);
-- file: V2__paid.sql
ALTER TYPE status ADD VALUE 'paid';
UPDATE orders SET note = 'paid' WHERE id = 1;
INSERT INTO orders (id, note) VALUES (2, 'paid');
-- expect certain-failure: before it is committed
UPDATE orders SET state = 'paid' WHERE id = 1;
-- expect certain-failure: before it is committed
INSERT INTO states (id, state) VALUES (3, 'paid');
