-- file: V1__table.sql
CREATE TABLE members (id bigint PRIMARY KEY, bio text);
-- file: V2__rename.sql
-- migrate:allow rename-table nobody runs yet
ALTER TABLE members RENAME TO users;
ALTER TABLE users ALTER COLUMN bio SET DEFAULT '';
