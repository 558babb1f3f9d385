ALTER TABLE orders ADD COLUMN note text;
CREATE TABLE notes (id bigint);
ALTER TABLE notes ADD COLUMN body text;
