"""The same jobs done by other tools: `python profile_peers.py JOB FILE...`; each run is a whole process, as ours is."""
import math
import sys


def polars_read(path):
    import polars
    return (polars.scan_csv if path.endswith(".csv") else polars.scan_parquet)(path).collect()


def index(a, b):
    return sum((max(q, 1e-4) - max(p, 1e-4)) * math.log(max(q, 1e-4) / max(p, 1e-4)) for p, q in zip(a, b))


def polars_profile(path):
    for column in polars_read(path):
        print(column.name, len(column), column.null_count(), column.n_unique())
        if column.dtype.is_numeric():
            print(column.min(), column.max(), column.mean(), column.std())
            print([column.quantile(q, "linear") for q in (.01, .05, .25, .5, .75, .95, .99)])
        else:
            print(column.value_counts(sort=True).head(10).rows())


def polars_psi(reference, current):
    import polars
    first, second = polars_read(reference), polars_read(current)
    for name in first.columns:
        a, b = first[name].drop_nulls(), second[name].drop_nulls()
        if a.dtype.is_numeric():
            ordered = a.sort()
            cuts = polars.Series(sorted({ordered[len(ordered) * k // 10] for k in range(1, 10)}), dtype=a.dtype)

            def shares(values):
                counts = dict(cuts.search_sorted(values, side="left").value_counts().rows())
                return [counts.get(k, 0) / len(values) for k in range(len(cuts) + 1)]

            print(name, index(shares(a), shares(b)))
        else:
            x, y = dict(a.value_counts().rows()), dict(b.value_counts().rows())
            names = sorted(x.keys() | y.keys())
            print(name, index([x.get(k, 0) / len(a) for k in names], [y.get(k, 0) / len(b) for k in names]))


def duckdb_profile(path):
    import duckdb
    reader = "read_csv" if path.endswith(".csv") else "read_parquet"
    print(duckdb.connect().execute(f"SUMMARIZE SELECT * FROM {reader}('{path}')").fetchall())


def pandas_read(path):
    import pandas
    return pandas.read_csv(path) if path.endswith(".csv") else pandas.read_parquet(path)


def pandas_profile(path):
    table = pandas_read(path)
    print(table.describe(include="all", percentiles=[.01, .05, .25, .5, .75, .95, .99]).to_string())
    print(table.isna().sum().to_dict(), table.nunique().to_dict())
    for column in table.select_dtypes(exclude="number"):
        print(column, table[column].value_counts().head(10).to_dict())


def whylogs_profile(path):
    import whylogs
    print(whylogs.log(pandas_read(path)).view().to_pandas().iloc[:, :4].to_string())


def evidently_drift(reference, current):
    from evidently import Report
    from evidently.presets import DataDriftPreset
    print(Report([DataDriftPreset()]).run(pandas_read(current), pandas_read(reference)).json())


if __name__ == "__main__":
    {job.__name__: job for job in (
        polars_profile, polars_psi, duckdb_profile, pandas_profile, whylogs_profile, evidently_drift,
    )}[sys.argv[1]](*sys.argv[2:])
