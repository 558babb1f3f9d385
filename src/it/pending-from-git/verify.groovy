String log = new File(basedir, 'build.log').getText('UTF-8')
assert log =~ /Pending: since main \([0-9a-f]{7}\): 1 new, 1 changed, 1 gone\./
assert log =~ /V2__note\.sql: was another at main/
assert log =~ /V3__gone\.sql: was there at main/

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/report.json'))
assert report.pending.by == 'git'
assert report.migrations.collectEntries { [it.version, it.state] } == ['1': 'applied', '2': 'pending', '4': 'pending']

// The second build names a branch that was not fetched.
assert log.contains("This git repository has no 'origin/main'. Fetch it first, as in: git fetch origin main.")

// The third writes the baseline, the fourth reads it: what is in it stays visible and fails nothing.
def baseline = new File(basedir, 'src/migrate/baseline.txt').readLines('UTF-8').findAll { !it.startsWith('#') }
assert baseline.size() == 2
assert baseline.every { it ==~ /[0-9a-f]+ blocking-index-build src\/main\/resources\/db\/migration\/V[24]__\w+\.sql/ }
def findings = report.migrations*.statements.flatten()*.findings.flatten()
assert findings*.acknowledged*.reason == ['in the baseline', 'in the baseline']
assert log.count('(acknowledged: in the baseline)') == 4
return true
