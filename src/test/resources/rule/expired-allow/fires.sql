-- expect expired-allow: ended on 2020-01-31
-- migrate:allow drop-table until:2020-01-31 replaced by invoices_v2
-- expect drop-table: Dropping invoices
DROP TABLE invoices;
