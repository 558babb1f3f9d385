-- file: V1__view.sql
CREATE MATERIALIZED VIEW daily_sales AS SELECT 1 AS day;
CREATE UNIQUE INDEX daily_sales_day ON daily_sales (day);
-- file: V2__refresh.sql
REFRESH MATERIALIZED VIEW CONCURRENTLY daily_sales;
