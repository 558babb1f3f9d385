CREATE TABLE orders (id bigserial);
