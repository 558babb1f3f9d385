String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('U2__no_note.sql does not restore the schema')
assert log =~ /- .*note.*varying\(20\)/
assert log =~ /\+ .*note text/
assert new File(basedir, 'target/migrate/report.html').isFile()
return true
