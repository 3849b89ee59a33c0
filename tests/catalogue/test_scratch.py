import random, time, statistics, string
import pytest
from django.db import connection, transaction
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as c
from oneshelf.modules.catalogue.types import *
from oneshelf.modules.catalogue.queries import *
from oneshelf.modules.catalogue import queries as q
from oneshelf.kernel.money import UnitPrice
from stdnum import ean
pytestmark=[pytest.mark.django_db(transaction=True)]
def test_it(capsys):
  rnd=random.Random(1)
  syl=["ba","che","da","mil","ko","ri","sa","to","fre","gru","lo","ne","pa","qui","su","vo","wi","ya","zu","ese"]
  vocab=["".join(rnd.choices(syl,k=rnd.randint(1,4))) for _ in range(20000)]
  w=[1/(i+1) for i in range(len(vocab))]
  import itertools; cw=list(itertools.accumulate(w))
  N=100000
  with capsys.disabled():
    t=time.time()
    cats=[]
    with transaction.atomic():
        for i in range(30):
            d=CategoryRow(new_id(),None,f"d{i}",f"Dept {vocab[i]}"); cats.append(d)
            for j in range(60):
                cats.append(CategoryRow(new_id(),d.id,f"d{i}-c{j}",f"{vocab[rnd.randrange(2000)]} {vocab[rnd.randrange(2000)]}"))
        c.bulk_load_categories(cats)
    leaf=[x for x in cats if x.parent]
    prods=[];var=[]
    for i in range(N):
        p=ProductRow(new_id(),f"p-{i}"," ".join(rnd.choices(vocab,cum_weights=cw,k=4))+f" {rnd.randint(1,99)*10}g",rnd.choice(leaf).id,brand=rnd.choice(vocab[:500]).title())
        prods.append(p)
        b=f"02{i:010d}"+"0"; b=b[:13]
        b=f"2{i:011d}"; b=b+ean.calc_check_digit(b)
        var.append(VariantRow(new_id(),p.id,f"SKU{i:06d}",barcode=b.zfill(14)))
    print("gen",time.time()-t); t=time.time()
    for k in range(0,N,5000):
        with transaction.atomic():
            c.bulk_load_products(prods[k:k+5000]); c.bulk_load_variants(var[k:k+5000])
    print("load",time.time()-t); t=time.time()
    with connection.cursor() as cur: cur.execute("analyze")
    c.rebuild_search()
    print("rebuild",time.time()-t)
    with connection.cursor() as cur: cur.execute("vacuum analyze")
    def bench(name,fn,inputs):
        for x in inputs[:8]: fn(x)
        ts=[]
        for x in inputs:
            t=time.perf_counter(); fn(x); ts.append((time.perf_counter()-t)*1e3)
        ts.sort(); print(f"{name:20s} p50 {ts[len(ts)//2]:.2f} p95 {ts[int(len(ts)*.95)]:.2f} max {ts[-1]:.2f} ms")
    titles=[rnd.choice(prods).title.split() for _ in range(150)]
    bench("one word", c.search, [t[0] for t in titles])
    bench("two words", c.search, [" ".join(t[:2]) for t in titles])
    bench("rare", c.search, [vocab[rnd.randrange(5000,20000)] for t in titles])
    def typo(s):
        i=rnd.randrange(1,max(2,len(s))); return s[:i]+rnd.choice("xqj")+s[i+1:]
    bench("typo", c.search, [typo(vocab[rnd.randrange(20000)]) for t in titles])
    bench("typo2", c.search, [typo(t[0])+" "+t[1] for t in titles])
    bench("prefix3", c.search, [t[0][:3] for t in titles])
    bench("prefix1", c.search, [t[0][:1] for t in titles][:30])
    bench("barcode", c.search, [rnd.choice(var).barcode for t in titles])
    bench("sku", c.search, [rnd.choice(var).sku for t in titles])
    bench("filtered", lambda t: c.search(t[0],SearchFilters(category="d3")), titles)
    bench("list root", lambda t: c.list_products(), titles[:20])
    bench("list dept", lambda t: c.list_products(SearchFilters(category=f"d{rnd.randrange(30)}")), titles)
    bench("list leaf", lambda t: c.list_products(SearchFilters(category=rnd.choice(leaf).slug)), titles)
    bench("suggest", c.suggest, [t[0][:rnd.randint(2,6)] for t in titles])
    bench("suggest2", c.suggest, [t[0]+" "+t[1][:3] for t in titles])
    bench("skus2", lambda t: c.snapshots_by_sku([rnd.choice(var).sku,rnd.choice(var).sku]), titles*5)
    bench("snap2", lambda t: c.snapshots([rnd.choice(var).id,rnd.choice(var).id]), titles*5)
    return
    return
    def ex(stmt,**p):
        with connection.cursor() as cur:
            cur.execute("explain (analyze, buffers off) "+stmt.text,p); print("\n".join(r[0] for r in cur.fetchall()))
    from oneshelf.modules.catalogue import rules
    t=titles[0]
    words=q._SPELLINGS.all(text=t[0],most=8,every=False); query,exact=rules.as_query(words,t[0])
    ex(q._HITS_OF_TEXT,query=query,exact=exact,path="",brands=[],rank=2**31-1,product=str(UUID(int=2**128-1)),limit=25)
    ex(q._FACETS_OF_TEXT,query=query,path="",brands=[],depth=0,most=30)
    ex(q._SUGGESTIONS,text=t[0][:4],limit=8)
    ex(q._SPELLINGS,text=typo(t[0]),most=8,every=False)
    ex(q._SNAPSHOTS_BY_SKU,skus=[var[5].sku,var[7].sku])
