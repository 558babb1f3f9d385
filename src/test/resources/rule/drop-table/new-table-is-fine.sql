CREATE TABLE invoices (id bigint);
DROP TABLE invoices;
