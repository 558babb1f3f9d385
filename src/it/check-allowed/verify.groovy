String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('BUILD SUCCESS')

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/report.json'))
def statement = report.migrations.find { it.version == '2' }.statements[0]
assert statement['class'] == 'risky'
def finding = statement.findings.find { it.rule == 'blocking-index-build' }
assert finding.acknowledged.reason == 'the table is empty until the next release'

def dropped = report.migrations.find { it.version == '3' }.statements[0]
assert dropped['class'] == 'expand-contract-required'
def configured = dropped.findings.find { it.rule == 'drop-table' }
assert configured.acknowledged.reason == 'nobody reads the drafts any more'
assert configured.acknowledged.until == '2099-12-31'
assert report.notes == ['The configuration allows drop-column in **/V3__*.sql, which finds nothing there: take it out.']
assert log.contains('The configuration allows drop-column in **/V3__*.sql, which finds nothing there')
return true
