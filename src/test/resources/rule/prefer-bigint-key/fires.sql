-- style: on
-- expect prefer-bigint-key: runs out of values
CREATE TABLE orders (id integer PRIMARY KEY);
