-- expect psql-command: is a command of psql
\set ON_ERROR_STOP on
CREATE TABLE orders (id bigint);
