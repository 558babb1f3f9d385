String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('V2__index.sql:1:1: [blocking-index-build]')
assert log.contains('CREATE INDEX CONCURRENTLY')
assert log.contains('BUILD FAILURE')
assert log.contains('1 risky')

assert new File(basedir, 'target/migrate/report.json').isFile()
assert new File(basedir, 'target/migrate/report.html').isFile()
return true
