-- style: on
-- expect prefer-timestamptz: not the instant
CREATE TABLE orders (placed timestamp);
