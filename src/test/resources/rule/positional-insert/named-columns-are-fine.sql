-- file: V1__roles.sql
CREATE TABLE roles (id bigint PRIMARY KEY, name text);
CREATE TABLE flags (id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz DEFAULT now());
-- file: V2__row.sql
INSERT INTO roles (id, name) VALUES (1, 'admin');
INSERT INTO flags DEFAULT VALUES;
