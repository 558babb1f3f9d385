def properties = new Properties()
new File(basedir, 'target/classes/schema-version.properties').withInputStream { properties.load(it) }
assert properties.version == '2'
assert properties.migrations == '2'
String source = new File(basedir, 'target/generated-sources/migrate/org/example/SchemaVersion.java').text
assert source.contains('package org.example;')
assert source.contains('REQUIRED = "2"')
return true
