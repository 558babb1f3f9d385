-- migrate:allow drop-column nothing has read it since release 4
ALTER TABLE customers DROP COLUMN fax;
