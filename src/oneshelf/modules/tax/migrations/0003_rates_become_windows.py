"""Each market's rates go on in its own zone, as windows; what the release before still writes follows them."""

from django.db import migrations

from oneshelf.kernel import sql

FOLLOW = (
    "CREATE OR REPLACE TRIGGER rates_become_windows AFTER INSERT OR UPDATE ON tax_rate"
    " FOR EACH ROW EXECUTE FUNCTION tax_follow_rates()"
)
CARRY = "SELECT tax_carry_over(market_id, tax_class, since, rate) FROM tax_rate ORDER BY market_id, tax_class, since"


class Migration(migrations.Migration):
    dependencies = [("tax", "0002_zones")]

    operations = [
        sql.function("oneshelf.modules.tax", "tax_carry_over"),
        sql.function("oneshelf.modules.tax", "tax_follow_rates"),
        migrations.RunSQL(FOLLOW, reverse_sql="DROP TRIGGER rates_become_windows ON tax_rate"),
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
    ]
