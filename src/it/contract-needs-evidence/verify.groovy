context.get('server').close()
// What each Maven call has said, in order.
def said = new File(basedir, 'build.log').getText('UTF-8').split('Scanning for projects').drop(1)
assert said.size() == 10

def says = { int call, String text -> assert said[call - 1].contains(text) }
says(2, 'V4__contract.sql is the contract of V2__expand.sql, which comes with the same project version 1.1.0')
says(4, 'public.orders.total, public.orders.zz_sync_orders')
says(4, 'V3__fill.sql is not applied and so not verified: run migrate:apply -Dmigrate.phase=backfill.')
says(6, 'V2__expand.sql came with this project version, 1.1.0, before which another one may still run: bring the contract with a later version.')
says(6, ' findings fail the goal')
says(7, 'V4__contract.sql is the contract of V2__expand.sql, which comes with the same project version 1.1.0')
says(8, 'public.orders.total: the code names it: before/Orders.java:7. Release a version that does not.')
says(9, 'it is not known with which project version V2__expand.sql was applied: give the database (url), or a snapshot of it as base.')
[2, 4, 7, 8].each { says(it, 'Nothing was changed.') }
says(10, 'Pending statements: 3 safe')
assert !said[9].contains('may not go yet')
says(10, 'Applied 1 migrations to shop; 3 were applied before.')
return true
