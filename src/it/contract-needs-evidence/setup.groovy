import dev.safemigrate.embedded.*

def folder = WorkFolder.standard()
def archive = new File(basedir, '../../postgres/18.jar').toPath().toRealPath()
def server = EmbeddedServer.start(ServerBinaries.unpack(archive, folder), folder, ServerOptions.defaults())
context.put('server', server)
def admin = server.connect('postgres')
admin.createStatement().execute("CREATE ROLE shop LOGIN PASSWORD 'made for this test'")
admin.createStatement().execute('CREATE DATABASE shop OWNER shop')
admin.close()
def properties = new Properties()
properties.setProperty('migrate.url', server.url('shop'))
properties.setProperty('migrate.user', 'shop')
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
