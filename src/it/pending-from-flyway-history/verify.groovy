context.get('server').close()
String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('Pending: public.flyway_schema_history, 1 applied.')
assert log.contains('V2__index.sql:1:1: [blocking-index-build]')

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/report.json'))
assert report.pending == [by: 'history', detail: 'public.flyway_schema_history, 1 applied']
assert report.postgresVersion == 14
assert report.migrations*.state == ['applied', 'pending']
assert new File(basedir, 'target/migrate/report.html').getText('UTF-8').contains('flyway_schema_history')

// The second build reaches no database.
assert log.contains('Nothing was judged: the history of this database is to tell what is pending.')
assert log.contains('BUILD FAILURE')
return true
