String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('src/main/resources/db/migration')
assert log.contains('BUILD SUCCESS')
assert !new File(basedir, 'target/migrate').exists()
return true
