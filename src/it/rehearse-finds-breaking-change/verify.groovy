String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains("V2__longer_notes.sql:2:1: [old-statement-breaks] The running version's statement at src/queries/orders.sql:2")
assert log.contains('cached plan must not change result type')
assert log.contains("V3__rename_placed.sql:2:1: [old-statement-breaks] The running version's statement at src/queries/orders.sql:7")
assert !log.contains('statement at src/queries/orders.sql:5 ')
assert log.contains('V2__longer_notes.sql:2: src/queries/orders.sql:5 waits for the locks of this migration')
assert log.contains('measured on 50 rows')

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/report.json'))
def statement = report.migrations.find { it.file.endsWith('V3__rename_placed.sql') }.statements[0]
assert statement.measured.blocking == [[relation: 'public.orders', reads: 'wait', writes: 'wait']]
assert statement.measured.walBytes > 0
assert statement.findings.any { it.rule == 'old-statement-breaks' && it.class == 'expand-contract-required' }
assert new File(basedir, 'target/migrate/report.html').text.contains('readers and writers wait')
return true
