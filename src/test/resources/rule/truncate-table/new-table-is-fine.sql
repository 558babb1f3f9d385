CREATE TABLE sessions (id bigint);
TRUNCATE sessions;
