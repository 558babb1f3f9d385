String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('1 safe')

File json = new File(basedir, 'target/migrate/report.json')
def report = new groovy.json.JsonSlurper().parse(json)
assert report.schemaVersion == 1
assert report.pending.by == 'baseline'
assert report.summary.safe == 1
assert report.migrations.find { it.version == '1' }.state == 'applied'
assert report.migrations.find { it.version == '2' }.statements[0].locks[0] ==
    [relation: 'public.orders', mode: 'ACCESS EXCLUSIVE', held: 'instant']
assert new File(basedir, 'target/migrate/report.html').text.contains('V2__note.sql')
return true
