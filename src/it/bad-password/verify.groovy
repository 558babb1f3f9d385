context.get('server').close()
String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('/shop refuses the password as user deployer.')
assert log.contains('Give the password by a <server> in settings.xml (migrate.serverId)')
assert !log.contains('swordfish')
return true
