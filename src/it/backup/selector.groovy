// pg_dump and pg_restore of the machine make and read the dump; they must not be older than the server.
try {
  def major = { program ->
    def version = [program, '--version'].execute().text =~ /\(PostgreSQL\) (\d+)/
    version.find() ? version.group(1).toInteger() : 0
  }
  return major('pg_dump') >= 14 && major('pg_restore') >= 14
} catch (IOException missing) {
  return false
}
