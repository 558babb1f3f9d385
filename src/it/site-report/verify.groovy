assert new File(basedir, 'orders/target/alone/migrate-report.html').text.contains('V1__orders.sql')

def page = { String path -> new File(basedir, path).getText('UTF-8') }
assert page('orders/target/site/migrate-report.html').contains('V1__orders.sql')
assert page('invoices/target/site/migrate-report.html').contains('V1__rename_total.sql')
assert page('invoices/target/site/project-reports.html').contains('migrate-report.html')
assert !new File(basedir, 'plain/target/site/migrate-report.html').exists()

// Maven builds the top module first; its list has all the same.
String list = page('target/site/migrate-report.html')
assert list.contains('Shop &lt;&amp;&gt; sons')
assert list.contains('orders &lt;script&gt;')
assert !list.contains('<script>')
assert list.contains('1 finding stops this release')
assert list =~ /invoices<\/a><\/th><td class="e">stopped by 1 finding<\/td><td>1<\/td><td>0<\/td><td>0<\/td><td>1<\/td><td>0<\/td>/
assert list =~ /plain<\/th><td colspan="6">No report in this build/
(list =~ /href="([^"]+)"/).each { assert new File(basedir, 'target/site/' + it[1]).isFile() }
assert page('target/site/migrate-report/dev.safemigrate.it.orders.html').contains('V1__orders.sql')
assert page('target/site/project-reports.html').contains('migrate-report.html')
return true
