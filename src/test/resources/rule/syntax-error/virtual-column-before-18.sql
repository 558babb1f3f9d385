-- target: 17
-- expect syntax-error: VIRTUAL
CREATE TABLE orders (a integer, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL);
