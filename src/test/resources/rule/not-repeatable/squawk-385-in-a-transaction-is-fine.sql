-- style: on
CREATE TABLE orders (id bigint);
