-- file: V1__users.sql
CREATE TABLE users (name text);
-- file: V2__column.sql
ALTER TABLE users DROP COLUMN IF EXISTS phone, ADD COLUMN mobile text;
