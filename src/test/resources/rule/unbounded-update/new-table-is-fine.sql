CREATE TABLE orders (region text);
UPDATE orders SET region = 'eu';
