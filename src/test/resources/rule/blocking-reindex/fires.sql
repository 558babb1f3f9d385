-- expect blocking-reindex: Rebuilding orders
REINDEX TABLE orders;
