-- style: on
-- expect prefer-text: The limit of column note
CREATE TABLE orders (note varchar(20));
