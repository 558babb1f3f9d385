// A snapshot is taken by the pg_dump of the machine, which must not be older than the server.
try {
  def words = ['pg_dump', '--version'].execute().text
  def version = words =~ /\(PostgreSQL\) (\d+)/
  return version.find() && version.group(1).toInteger() >= 14
} catch (IOException missing) {
  return false
}
