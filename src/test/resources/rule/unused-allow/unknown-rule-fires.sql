-- expect unused-allow: There is no rule of that name
-- migrate:allow no-such-rule because
CREATE TABLE orders (id bigint);
