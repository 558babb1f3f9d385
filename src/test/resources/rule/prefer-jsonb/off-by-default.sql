CREATE TABLE orders (body json);
