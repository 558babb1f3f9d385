-- file: V1__roles.sql
CREATE TABLE roles (id bigint PRIMARY KEY, name text, note text);
-- file: V2__row.sql
-- expect positional-insert: columns of roles decides what goes where
INSERT INTO roles VALUES (1, 'admin (first, of all)');
