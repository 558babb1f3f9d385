-- expect drop-table: Dropping invoices breaks every statement
DROP TABLE IF EXISTS invoices;
