def snapshot = new groovy.json.JsonSlurper().parse(new File(basedir, 'src/migrate/snapshot.json'))
assert snapshot.serverVersion == 14
assert snapshot.sizes['public/orders'].rows == 20000
assert snapshot.schema.any { it.startsWith('CREATE TABLE public.orders') }

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/migrate/report.json'))
assert report.postgresVersion == 14
assert report.pending.by == 'baseline'
assert report.migrations*.version == ['2']
def statement = report.migrations[0].statements[0]
assert !statement.assumed
assert statement.estimate.basis.contains('builds an index of public.orders')
assert statement.estimate.seconds[0] <= statement.estimate.seconds[1]

assert snapshot.applied*.script == ['V1__orders.sql']
assert snapshot.applied*.projectVersion == ['1']
def again = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/again/report.json'))
assert again.pending == [by: 'history', detail: 'history in the base, 1 applied']
assert again.migrations == report.migrations
def page = new File(basedir, 'target/migrate/report.html').getText('UTF-8')
assert page.contains('builds an index of public.orders')
assert page.contains('by the sizes of the tables')
return true
