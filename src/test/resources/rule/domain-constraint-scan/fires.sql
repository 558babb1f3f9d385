-- file: V1__domain.sql
CREATE DOMAIN price AS integer;
CREATE TABLE orders (total price);
-- file: V2__check.sql
-- expect domain-constraint-scan: column of domain price
ALTER DOMAIN price SET NOT NULL;
