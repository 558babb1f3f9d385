String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('locations')
assert log.contains('src/main/resources/db/migrations')
assert log.contains('does not exist')
assert !log.contains('NullPointerException')
return true
