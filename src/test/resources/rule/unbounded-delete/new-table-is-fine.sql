CREATE TABLE sessions (id bigint);
DELETE FROM sessions;
