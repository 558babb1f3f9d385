String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('Rolling back 1 of 1: U2__note.sql')
assert log.contains('Rolled back 1 migrations.')
assert log.contains('1 applied, 1 pending')
return true
