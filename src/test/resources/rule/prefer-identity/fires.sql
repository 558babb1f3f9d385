-- style: on
-- expect prefer-identity: privileges of its own
CREATE TABLE orders (id bigserial);
