#!/usr/bin/env python3
"""The same edges in SQL, to check against and to measure: sql_edges.py IN.csv WINDOW MIN_PARTICIPATION OUT THREADS

DuckDB; each pair of rows is found once by joining time buckets one window wide with their own and the next
bucket. The filters are those of the coortweet preset; edges of weight 2 and more are written. Needs integer
seconds. Used where the measured scripts of others are not at hand.
"""
import sys

import duckdb

SQL = """
create temp table raw as select object_id, account_id, timestamp_share t, row_number() over () r
  from read_csv($file, header = true, types = {'object_id': 'VARCHAR', 'account_id': 'VARCHAR',
    'content_id': 'VARCHAR', 'timestamp_share': 'BIGINT'});
create temp table account as select account_id, row_number() over () a, count(*) n from raw group by account_id;
create temp table object as select object_id, row_number() over () o, count(*) n from raw group by object_id;
create temp table x as select o, a, t, r, t // ($window + 1) b from raw
  join account using (account_id) join object using (object_id) where account.n >= $least and object.n > 1;
create temp table pair as select x.a xa, y.a ya, x.r xr, y.r yr, y.t - x.t dt
  from x join (select *, b near from x union all select *, b - 1 near from x) y on x.o = y.o and x.b = y.near
  where y.t between x.t and x.t + $window and x.a <> y.a and (x.t < y.t or x.r < y.r);
create temp table active as select a from x
  where r in (select xr from pair union select yr from pair) group by a having count(*) >= $least;
create temp table edge as select least(xa, ya) a, greatest(xa, ya) b, count(*) weight, avg(dt) avg_dt from pair
  where xa in (select a from active) or ya in (select a from active) group by 1, 2;
copy (select s.account_id, t.account_id account_id_y, weight, avg_dt from edge join account s on s.a = edge.a
  join account t on t.a = edge.b where weight >= 2) to $out (header, format csv);
"""


def quoted(value):
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def main():
    file, window, least, out, threads = sys.argv[1:6]
    values = {"$file": file, "$window": int(window), "$least": int(least), "$out": out}
    sql = SQL
    for name, value in values.items():
        sql = sql.replace(name, quoted(value))
    connection = duckdb.connect(config={"threads": int(threads)})
    connection.execute(sql)
    count = lambda query: connection.execute(query).fetchall()[0][0]
    print(f"BENCH: pairs {count('select count(*) from pair')} edges {count('select count(*) from edge')}")


if __name__ == "__main__":
    main()
