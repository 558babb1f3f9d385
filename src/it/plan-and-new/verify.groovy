def migrations = new File(basedir, 'src/main/resources/db/migration')
assert migrations.list().toList().containsAll([
    'V3__expand_add_amount.sql', 'U3__expand_add_amount.sql',
    'V4__backfill_fill_amount.sql', 'U4__backfill_fill_amount.sql',
    'V7__contract_drop_total.sql', 'U7__contract_drop_total.sql',
    'V8__index_orders.sql', 'U8__index_orders.sql'])
def page = new File(basedir, 'docs/migrations/3-rename-orders-total-to-amount.md').getText('UTF-8')
assert page.contains('Delete migration 2 and its way back')
assert page.contains('@Column(name = "amount")')
assert new File(migrations, 'V7__contract_drop_total.sql').text.contains('-- migrate:contract-of 3')
return true
