ALTER TABLE orders ADD COLUMN note text;

ALTER TABLE orders
  RENAME COLUM note TO remark;

ALTER TABLE orders ADD COLUMN remark text;
