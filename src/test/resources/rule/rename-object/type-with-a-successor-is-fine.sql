-- file: V1__type.sql
CREATE TYPE source AS ENUM ('manual', 'email');
CREATE TABLE alerts (id bigint PRIMARY KEY, source source);
-- file: V2__type.sql
ALTER TYPE source RENAME TO source_old;
CREATE TYPE source AS ENUM ('manual', 'email', 'generic');
-- migrate:allow type-change-rewrite the table is small
ALTER TABLE alerts ALTER source TYPE source USING source::text::source;
DROP TYPE source_old;
