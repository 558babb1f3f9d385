String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('2 statements measured on 1000 rows, 2 as predicted; 3 statements of the running version tried, 0 break, 3 had to wait for locks; 2 down scripts restore the schema')
assert !log.contains('prediction-differs')

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/report.json'))
assert report.pending.by == 'baseline'
assert new File(basedir, 'target/migrate/report.html').text.contains('2 statements measured on 1000 rows')
def rehearsal = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/rehearsal.json'))
assert rehearsal.downs.collectEntries { [it.script, it.outcome] } == ['U2__placed.sql': 'restored', 'U3__index.sql': 'restored']
return true
