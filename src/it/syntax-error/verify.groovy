String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('V2__note.sql:4:16: [syntax-error]')
assert log.contains('found')
assert log.contains('note')
return true
