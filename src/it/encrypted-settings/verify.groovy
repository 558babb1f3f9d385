context.get('server').close()
String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('database shop, user deployer, PostgreSQL 18')
assert log.contains('Applied 1 migrations to shop; 0 were applied before.')
assert !log.contains('made for this test')
return true
