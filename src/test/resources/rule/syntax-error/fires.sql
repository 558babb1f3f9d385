-- expect syntax-error: TABEL
CREATE TABEL orders (id bigint);
