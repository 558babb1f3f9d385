-- expect drop-column: Dropping customers.fax breaks every statement
ALTER TABLE customers DROP COLUMN fax;
