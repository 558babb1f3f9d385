INSERT INTO orders (total)
  VALUES ('much');
