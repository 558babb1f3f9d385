-- file: V1__users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: V2__tokens.sql
CREATE TABLE tokens (user_id bigint);
CREATE INDEX tokens_user ON tokens (user_id);
-- expect foreign-key-locks-other-table: reaches public.users
ALTER TABLE tokens ADD FOREIGN KEY (user_id) REFERENCES users (id);
