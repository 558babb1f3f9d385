-- expect rename-table: name customers fail as soon as it is sales.customers
ALTER TABLE customers SET SCHEMA sales;
