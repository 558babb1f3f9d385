import dev.safemigrate.embedded.*

def folder = WorkFolder.standard()
def archive = new File(basedir, '../../postgres/18.jar').toPath().toRealPath()
def server = EmbeddedServer.start(ServerBinaries.unpack(archive, folder), folder, ServerOptions.defaults())
context.put('server', server)
def connection = server.connect('postgres')
connection.createStatement().execute("CREATE ROLE deployer LOGIN PASSWORD 'made for this test'")
connection.createStatement().execute('CREATE DATABASE shop OWNER deployer')
connection.close()
def properties = new Properties()
properties.setProperty('migrate.url', server.url('shop'))
properties.setProperty('migrate.serverId', 'encrypted-shop')
properties.setProperty('settings.security', new File(basedir, 'settings-security.xml').path)
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
