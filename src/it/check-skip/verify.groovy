String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('skipped')
assert !new File(basedir, 'target/migrate').exists()
return true
