CREATE TABLE orders (note varchar(20));
