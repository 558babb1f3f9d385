-- runner: sqlx
CREATE TABLE orders (id bigint);
