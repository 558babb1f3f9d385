String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('BUILD SUCCESS')

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/report.json'))
def statement = report.migrations.find { it.version == '2' }.statements[0]
assert statement['class'] == 'risky'
def finding = statement.findings.find { it.rule == 'blocking-index-build' }
assert finding.acknowledged.reason == 'the table is empty until the next release'
return true
