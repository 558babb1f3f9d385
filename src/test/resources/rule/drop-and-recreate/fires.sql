-- file: V1__view.sql
CREATE VIEW open_orders AS SELECT 1 AS id;
-- file: V2__view.sql
DROP VIEW open_orders;
-- expect drop-and-recreate: its privileges, owner and comments are gone
CREATE VIEW open_orders AS SELECT 2 AS id;
