-- file: V1__view.sql
CREATE MATERIALIZED VIEW daily_sales AS SELECT 1 AS day;
-- file: V2__refresh.sql
-- expect breaking-statement: it cannot be read until refreshed
REFRESH MATERIALIZED VIEW daily_sales WITH NO DATA;
