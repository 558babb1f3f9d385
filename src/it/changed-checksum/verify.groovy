String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('Applied 1 migrations to migrate; 0 were applied before.')
assert log.contains('Applied migrations were changed since: V1__orders.sql. Nothing was changed by this run.')
return true
