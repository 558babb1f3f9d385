-- file: V1__tables.sql
CREATE TABLE reasons (id bigint PRIMARY KEY);
CREATE TABLE rulings (id bigint PRIMARY KEY);
-- file: V2__column.sql
-- expect not-null-column-without-default: rulings
-- expect foreign-key-locks-other-table: A foreign key reaches public.reasons
ALTER TABLE rulings ADD COLUMN reason_id bigint NOT NULL REFERENCES reasons (id);
