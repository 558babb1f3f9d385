-- expect blocking-refresh: blocks reads of it
REFRESH MATERIALIZED VIEW daily_sales;
