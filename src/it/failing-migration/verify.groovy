String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('V2__first_order.sql:2:11: invalid input syntax for type numeric: "much"')
assert log.contains('V2__first_order.sql was rolled back as a whole.')
assert log.contains('Applied before it in this run, and recorded: V1__orders.sql. 1 more were not begun.')
return true
