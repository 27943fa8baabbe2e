#!/usr/bin/env python3
"""generate.py: one generated table in three formats, and what pandas and numpy say of its columns. Run by hand; needs
pandas and pyarrow. Figures are `column <tab> figure <tab> value` in lines; moments are microseconds since 1970."""
import pathlib

import numpy
import pandas
from fractions import Fraction


def skewness(x):
    """In fractions: numpy's mean of values near 1e9 is rounded too coarsely for what is asked here."""
    values = [Fraction(v) for v in x]
    mean = sum(values) / len(values)
    second, third = (sum((v - mean) ** power for v in values) / len(values) for power in (2, 3))
    return float(third) / float(second) ** 1.5


HERE = pathlib.Path(__file__).parent
ROWS = 1500
random = numpy.random.default_rng(20261125)

table = pandas.DataFrame({
    "amount": numpy.round(random.lognormal(3, 1, ROWS), 2),
    "offset": random.normal(1e9, 1, ROWS),
    "visits": random.poisson(2, ROWS),
    "sparse": numpy.where(random.random(ROWS) < 0.9, None, numpy.round(random.random(ROWS), 3)).astype(object),
    "city": random.choice(["Köln", "Paris", "a,b", "say \"x\"", "Łódź"], ROWS, p=[0.4, 0.3, 0.15, 0.1, 0.05]),
    "active": numpy.where(random.random(ROWS) < 0.1, None, random.random(ROWS) < 0.3).astype(object),
    "at": pandas.to_datetime(random.integers(1_600_000_000, 1_700_000_000, ROWS), unit="s", utc=True).astype("datetime64[us, UTC]"),
})
table["sparse"] = pandas.to_numeric(table["sparse"])
table["active"] = table["active"].astype("boolean")

as_text = table.assign(at=table["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
text = as_text.assign(active=as_text["active"].map({True: "true", False: "false"}))
text.to_csv(HERE / "table.csv", index=False)
as_text.to_json(HERE / "table.jsonl.gz", orient="records", lines=True, force_ascii=False, double_precision=15,
                compression={"method": "gzip", "mtime": 1})
table.to_parquet(HERE / "table.parquet", compression="zstd")

lines = []
for name, column in table.items():
    values = column.dropna()
    figures = {"rows": len(column), "nulls": int(column.isna().sum()), "distinct": values.nunique()}
    if name == "at":
        values = values.astype("int64")
    if name not in ("city", "active"):
        x = values.to_numpy(dtype=float)
        centred = x - x.mean()
        figures |= {
            "minimum": x.min(), "maximum": x.max(), "mean": x.mean(), "deviation": x.std(ddof=1),
            "skewness": skewness(x), "zeros": int((x == 0).sum()),
        }
        for share in (0.001, 0.01, 0.25, 0.5, 0.75, 0.99, 0.999):
            figures[f"q{share}"] = numpy.quantile(x, share)
    else:
        counts = values.value_counts()
        figures["top"] = int(counts.iloc[0])
        figures["rarest"] = int(counts.iloc[-1])
    lines += [f"{name}\t{figure}\t{float(value)!r}\n" for figure, value in figures.items()]
(HERE / "table.expected").write_text("".join(lines), encoding="utf-8")
