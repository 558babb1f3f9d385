-- expect rename-column: name customers.mail fail
ALTER TABLE customers RENAME mail TO email;
