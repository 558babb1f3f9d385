import dev.safemigrate.embedded.*

def folder = WorkFolder.standard()
def archive = new File(basedir, '../../postgres/14.jar').toPath().toRealPath()
def server = EmbeddedServer.start(ServerBinaries.unpack(archive, folder), folder, ServerOptions.defaults())
context.put('server', server)
def admin = server.connect('postgres')
admin.createStatement().execute("CREATE ROLE reader LOGIN PASSWORD 'made for this test'")
admin.createStatement().execute('CREATE DATABASE shop')
admin.close()
def connection = server.connect('shop')
def statement = connection.createStatement()
statement.execute('CREATE TABLE orders (id bigint PRIMARY KEY, placed date)')
statement.execute("INSERT INTO orders SELECT i, current_date FROM generate_series(1, 50000) i")
statement.execute('ANALYZE orders')
statement.execute('''
  CREATE TABLE flyway_schema_history (
    "installed_rank" INT NOT NULL PRIMARY KEY, "version" VARCHAR(50), "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL, "script" VARCHAR(1000) NOT NULL, "checksum" INTEGER,
    "installed_by" VARCHAR(100) NOT NULL, "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
    "execution_time" INTEGER NOT NULL, "success" BOOLEAN NOT NULL)''')
statement.execute("INSERT INTO flyway_schema_history VALUES" +
    " (1, '1', 'orders', 'SQL', 'V1__orders.sql', 0, 'deployer', now(), 12, true)")
statement.execute('GRANT SELECT ON flyway_schema_history TO reader')
connection.close()
def properties = new Properties()
properties.setProperty('shop.url', server.url('shop'))
properties.setProperty('migrate.user', 'reader')
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
