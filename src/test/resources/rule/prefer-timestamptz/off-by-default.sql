CREATE TABLE orders (placed timestamp);
