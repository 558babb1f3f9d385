-- file: V1__orders.sql
CREATE TABLE orders (total integer CONSTRAINT total_positive CHECK (total > 0));
-- file: V2__drop.sql
-- expect drop-constraint: Without total_positive
ALTER TABLE orders DROP CONSTRAINT total_positive;
