String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('Target: jdbc:postgresql://127.0.0.1:')
assert log.contains('Applied 2 migrations to migrate; 0 were applied before.')
assert log.contains('2 applied')
assert log.contains('All 2 migrations fit the history.')
assert log.contains('Nothing to apply: all 2 migrations are applied.')
assert log.contains('Nothing that could be compared became worse since the run of ')
assert log.contains('Statements are not compared: the extension pg_stat_statements is not created')

def status = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/status.json'))
assert status.migrations*.state == ['applied', 'applied']
assert status.comparison.slowerStatements == []
return true
