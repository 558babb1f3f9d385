-- migrate:allow drop-table until:2999-12-31 replaced by invoices_v2
DROP TABLE invoices;
