-- file: V1__types.sql
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE FUNCTION shout(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
CREATE TABLE people (id bigint PRIMARY KEY, name text, mood mood);
-- file: V2__virtual.sql
ALTER TABLE people ADD COLUMN length int GENERATED ALWAYS AS (char_length(name)) VIRTUAL;
-- expect certain-failure: virtual column shouted calls the user-defined function shout
ALTER TABLE people ADD COLUMN shouted text GENERATED ALWAYS AS (shout(name)) VIRTUAL;
-- expect certain-failure: virtual column first_mood has a user-defined type
CREATE TABLE moods (id bigint, first_mood mood GENERATED ALWAYS AS ('sad') VIRTUAL);
