assert new File(basedir, 'orders/target/migrate/report.json').text.contains('V1__orders.sql')
assert new File(basedir, 'invoices/target/migrate/report.json').text.contains('V1__invoices.sql')
assert !new File(basedir, 'plain/target/migrate').exists()
return true
