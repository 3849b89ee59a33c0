import random, time
import pytest
from datetime import timedelta
from django.db import connection, transaction
from oneshelf.kernel.ids import new_id
from oneshelf.kernel import clock
from oneshelf.modules.catalogue import public as c
from oneshelf.modules.catalogue.types import *
from oneshelf.modules.pricing import public as pr
from tests.markets.builders import a_market
from stdnum import ean
pytestmark=[pytest.mark.django_db(transaction=True)]
def test_it(capsys):
  rnd=random.Random(1); N=20000
  with capsys.disabled():
    m=a_market().id
    cat=CategoryRow(new_id(),None,"d","D")
    prods=[ProductRow(new_id(),f"p-{i}",f"p {i}",cat.id) for i in range(N)]
    var=[VariantRow(new_id(),p.id,f"SKU{i:06d}",barcode=(b:=f"2{i:011d}")and (b+ean.calc_check_digit(b)).zfill(14)) for i,p in enumerate(prods)]
    now=clock.now()
    with transaction.atomic():
        c.bulk_load_categories([cat]); c.bulk_load_products(prods); c.bulk_load_variants(var)
    t=time.time()
    with transaction.atomic():
        pr.bulk_load_prices([pr.PriceRow(new_id(),m,v.id,100+k,1,now-timedelta(days=70-7*k),now-timedelta(days=63-7*k) if k<9 else None) for v in var for k in range(10)])
    print("prices", (time.time()-t)/N/10*1e6,"us/row")
    with connection.cursor() as cur: cur.execute("analyze")
    def bench(name,fn,n=1000):
        ts=[]
        for i in range(n):
            t=time.perf_counter(); fn(); ts.append((time.perf_counter()-t)*1e3)
        ts=sorted(ts[20:]); print(f"{name:20s} p10 {ts[len(ts)//10]:.3f} p50 {ts[len(ts)//2]:.3f} p95 {ts[int(len(ts)*.95)]:.3f}")
    def one():
        with connection.cursor() as cur: pass
    from oneshelf.kernel import sql
    bench("skus2", lambda: c.snapshots_by_sku([rnd.choice(var).sku,rnd.choice(var).sku]))
    bench("snap2", lambda: c.snapshots([rnd.choice(var).id,rnd.choice(var).id]))
    bench("vsku2", lambda: c.variants_by_sku([rnd.choice(var).sku,rnd.choice(var).sku]))
    bench("prices2", lambda: pr.prices(m,[rnd.choice(var).id,rnd.choice(var).id],now))
    bench("prices20", lambda: pr.prices(m,[rnd.choice(var).id for _ in range(20)],now))
    with connection.cursor() as cur:
        cur.execute("select generic_plans, custom_plans, left(statement,60) from pg_prepared_statements"); print(cur.fetchall())
        from oneshelf.modules.pricing import queries as q
        cur.execute("explain analyze "+q._PRICES.text,dict(market=m,variants=[var[5].id,var[9].id],at=now)); print("\n".join(x[0] for x in cur.fetchall()))
