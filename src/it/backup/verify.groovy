String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('Applied 1 migrations to migrate; 0 were applied before.')
assert log.contains('Restored into a scratch server: the schema is the same.')
def dumps = new File(basedir, 'target/migrate/backup').listFiles()
assert dumps.length == 1 && dumps[0].name.endsWith('.dump') && dumps[0].length() > 0
assert log.contains('Backup: ' + dumps[0])
assert log.contains('Applied 1 migrations to migrate; 1 were applied before.')
assert log.contains('A backup not older than PT10M is asked for (requireBackup), none is recorded. Nothing was changed.')
return true
