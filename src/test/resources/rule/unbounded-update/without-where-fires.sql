-- expect unbounded-update: Nothing bounds how many rows of orders this changes
UPDATE orders SET region = 'eu';
