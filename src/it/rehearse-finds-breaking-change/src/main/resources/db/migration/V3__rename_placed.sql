-- Nobody reads it any more, they said.
ALTER TABLE orders RENAME COLUMN placed TO placed_on;
