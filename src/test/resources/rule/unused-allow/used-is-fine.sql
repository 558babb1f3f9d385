-- migrate:allow-file drop-table replaced
DROP TABLE invoices;
