#!/usr/bin/env python3
"""generate.py [--seed N] [--count N] [--out DIR]: tables written by pyarrow and pandas, with what they mean.

Beside each table stands NAME.expected, in the words of TableDump.swift. Values come from the generator itself, so that
no reader is trusted; pandas and pyarrow have to agree with it. Needs pyarrow and pandas.
"""
import argparse
import datetime as dt
import decimal
import gzip
import io
import json
import math
import os
import random
import struct
import uuid

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

EPOCH = dt.datetime(1970, 1, 1)
WORDS = ["a", "de", "Zürich", "x,y", "say \"hi\"", "two\nlines", "  padded ", "日本語", "🚲", "semi;colon", "tab\there", "'", "#",
         "0x1F", "1.2.3", "-", ".", "e5", "long " * 12, "a|b", "True story", "null and void", "nanny", "12 monkeys", "\\"]


def bits(value):
    return "nan" if math.isnan(value) else struct.pack(">d", value).hex()


def micros(value):
    return (value - EPOCH) // dt.timedelta(microseconds=1)


def number(r):
    kind = r.randrange(9)
    if kind == 0:
        return struct.unpack(">d", r.randbytes(8))[0]
    if kind == 1:
        return float(r.randrange(-10**6, 10**6)) + 0.5
    if kind == 2:
        return r.random() * 10.0 ** r.randrange(-30, 30)
    if kind == 3:
        return r.choice([0.0, -0.0, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993.0, 0.1, 1e22, 1e23])
    return round(r.gauss(0, 100), r.randrange(0, 8))


def null(r, share, make):
    return None if r.random() < share else make()


# A column: name, type as dumped, values, and their cells as dumped.
class Column:
    def __init__(self, name, type_, values, dump):
        self.name, self.type, self.values = name, type_, values
        self.cells = ["~" if v is None else dump(v) for v in values]


def text_dump(value):
    return "x" + (value.encode() if isinstance(value, str) else value).hex()


def write_expected(path, columns, rows):
    lines = ["\t".join(f"{c.name}:{c.type}" for c in columns)]
    lines += ["\t".join(c.cells[row] for c in columns) for row in range(rows)]
    with open(path + ".expected", "w", newline="") as file:
        file.write("\n".join(lines) + "\n")


def pack(path, content, r):
    """Writes a file plain or packed, and returns where."""
    how = r.choice(["", "", ".gz", ".zst", ".members.gz"])
    if how == ".gz":
        content = gzip.compress(content, mtime=0)
    elif how == ".zst":
        content = pa.compress(content, codec="zstd", asbytes=True)
    elif how == ".members.gz":
        cut = r.randrange(len(content) + 1)
        content = gzip.compress(content[:cut], mtime=0) + gzip.compress(content[cut:], mtime=0)
    with open(path + how, "wb") as file:
        file.write(content)
    return path + how


def text_columns(r, rows, allow_nan=True):
    """Columns as text formats have them; each has a value that tells its type."""
    share = r.choice([0, 0, 0.1, 0.5])
    columns = []
    for index in range(r.randrange(1, 9)):
        kind = r.choice(["double", "integer", "string", "boolean", "date", "timestamp", "zoned"])
        if kind == "double":
            values = [null(r, share, lambda: number(r)) for _ in range(rows)]
            values = [v if v is None or (allow_nan and not math.isnan(v)) or math.isfinite(v) else 0.25 for v in values]
            values[0] = 0.5
            columns.append(Column(f"d{index}", "double", values, bits))
        elif kind == "integer":
            values = [null(r, share, lambda: r.choice([r.randrange(-99, 99), r.randrange(-2**63, 2**63)])) for _ in range(rows)]
            values[0] = 7
            columns.append(Column(f"i{index}", "integer", values, str))
        elif kind == "string":
            values = [null(r, share, lambda: r.choice(WORDS)) for _ in range(rows)]
            values[0] = "word"
            columns.append(Column(f"s{index}", "string", values, text_dump))
        elif kind == "boolean":
            values = [null(r, share, lambda: r.random() < 0.5) for _ in range(rows)]
            values[0] = True
            columns.append(Column(f"b{index}", "boolean", values, lambda v: str(int(v))))
        else:
            moment = lambda: EPOCH + dt.timedelta(microseconds=r.randrange(-10**15, 4 * 10**15))
            values = [null(r, share, moment) for _ in range(rows)]
            values[0] = dt.datetime(2024, 2, 29, 13, 5, 6, 789000)
            if kind == "date":
                values = [v and v.replace(hour=0, minute=0, second=0, microsecond=0) for v in values]
            columns.append(Column(f"t{index}", {"zoned": "timestamp with zone"}.get(kind, kind), values, lambda v: str(micros(v))))
    return columns


def moment_text(value, type_, r):
    if type_ == "date":
        return value.strftime("%Y-%m-%d") if value.year > 999 else value.date().isoformat()
    if type_ == "timestamp":
        return value.isoformat(sep=r.choice(" T"))
    minutes = r.choice([0, 60, -210, 330])
    local = value + dt.timedelta(minutes=minutes)
    sign = "-" if minutes < 0 else "+"
    zone = "Z" if minutes == 0 else f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    return local.isoformat() + zone


def csv_cell(column, value, r, delimiter, comma):
    if value is None:
        return r.choice(["", "", "NA", "null", "N/A", "NULL"])
    if column.type == "double":
        if math.isinf(value):
            return r.choice(["inf", "Infinity"]) if value > 0 else "-inf"
        return repr(value).replace(".", ",") if comma else repr(value)
    if column.type == "boolean":
        return r.choice(["true", "True", "TRUE"]) if value else r.choice(["false", "False"])
    if column.type == "string":
        special = any(c in value for c in (delimiter, '"', "\n", "\r")) or value.strip() != value
        return '"' + value.replace('"', '""') + '"' if special or r.random() < 0.3 else value
    return str(value) if column.type == "integer" else moment_text(value, column.type, r)


def make_csv(name, r):
    rows = r.choice([1, 2, 17, 100])
    delimiter = r.choice([",", ",", ";", "\t", "|"])
    comma = delimiter != "," and r.random() < 0.5
    columns = text_columns(r, rows)
    if len(columns) == 1:
        columns.append(Column("last", "integer", list(range(rows)), str))
    end = r.choice(["\n", "\r\n", "\r"])
    header = delimiter.join(f'"{c.name}"' if r.random() < 0.2 else c.name for c in columns)
    records = [header] + [delimiter.join(csv_cell(c, c.values[row], r, delimiter, comma) for c in columns) for row in range(rows)]
    text = end.join(records) + (end if r.random() < 0.8 else "")
    content = (b"\xef\xbb\xbf" if r.random() < 0.3 else b"") + text.encode()
    frame = pd.read_csv(io.BytesIO(content), sep=delimiter, decimal="," if comma else ".", encoding="utf-8-sig", lineterminator=end if end == "\r" else None, keep_default_na=True)
    assert list(frame.columns) == [c.name for c in columns] and len(frame) == rows, name
    for column in columns:
        if column.type == "double" and frame[column.name].dtype == float:
            for mine, theirs in zip(column.values, frame[column.name]):
                assert (mine is None and math.isnan(theirs)) or bits(mine) == bits(theirs) or math.isnan(theirs), (name, mine, theirs)
    path = pack(name + ".csv", content, r)
    write_expected(path, columns, rows)


def json_value(column, value, r):
    if value is None:
        return None
    if column.type in ("double", "integer", "boolean", "string"):
        return value
    return moment_text(value, column.type, r)


def make_jsonl(name, r):
    rows = r.choice([1, 2, 17, 100])
    columns = text_columns(r, rows, allow_nan=False)
    for column in columns:
        if r.random() < 0.3:
            column.name = f"nested.{column.name}"
    lines = []
    for row in range(rows):
        record = {}
        shuffled = columns if row == 0 or r.random() < 0.8 else r.sample(columns, len(columns))
        for column in shuffled:
            value = json_value(column, column.values[row], r)
            if value is None and row > 0 and r.random() < 0.5:
                continue
            inner = record
            *outer, key = column.name.split(".")
            for part in outer:
                inner = inner.setdefault(part, {})
            inner[key] = value
        spaced = r.random() < 0.2
        lines.append(json.dumps(record, ensure_ascii=r.random() < 0.5, separators=(" , ", " : ") if spaced else (",", ":")))
        if r.random() < 0.05:
            lines.append("")
    ordered = []
    first = json.loads(lines[0])
    for key, value in first.items():
        names = [f"{key}.{inner}" for inner in value] if isinstance(value, dict) else [key]
        ordered += [c for n in names for c in columns if c.name == n]
    path = pack(name + ".jsonl", ("\n".join(lines) + r.choice(["", "\n"])).encode(), r)
    write_expected(path, ordered, rows)


def floor_div(value, divisor):
    return str(value // divisor)


def parquet_columns(r, rows, share):
    def values(make):
        return [null(r, share, make) for _ in range(rows)]

    def integer(bits_, signed):
        low, high = (-2 ** (bits_ - 1), 2 ** (bits_ - 1)) if signed else (0, 2 ** bits_)
        return lambda: r.randrange(low, high) if r.random() < 0.5 else r.randrange(0, 100)

    few = [r.choice(WORDS) for _ in range(5)]
    instant = lambda: r.randrange(-10**15, 4 * 10**15)
    wide = decimal.Context(prec=60)

    def decimal_(precision, scale):
        return lambda: decimal.Decimal(r.randrange(-10**precision + 1, 10**precision)).scaleb(-scale, wide)

    def decimal_dump(precision, scale):
        unscaled = lambda v: int(v.scaleb(scale, wide))
        return lambda v: f"{unscaled(v)}/{bits(float(v))}" if precision <= 18 else bits(float(v))

    kinds = [
        (pa.float64(), "double", lambda: number(r), bits),
        (pa.float32(), "double", lambda: struct.unpack("f", struct.pack("f", r.gauss(0, 9)))[0], bits),
        (pa.float16(), "double", lambda: struct.unpack("e", struct.pack("e", r.gauss(0, 9)))[0], bits),
        (pa.int64(), "integer", integer(64, True), str), (pa.int32(), "integer", integer(32, True), str),
        (pa.int16(), "integer", integer(16, True), str), (pa.int8(), "integer", integer(8, True), str),
        (pa.uint32(), "integer", integer(32, False), str), (pa.uint16(), "integer", integer(16, False), str),
        (pa.uint8(), "integer", integer(8, False), str),
        (pa.uint64(), "double", integer(64, False), lambda v: bits(float(v))),
        (pa.bool_(), "boolean", lambda: r.random() < 0.5, lambda v: str(int(v))),
        (pa.string(), "string", lambda: r.choice(WORDS), text_dump), (pa.string(), "string", lambda: r.choice(few), text_dump),
        (pa.string(), "string", lambda: f"id-{r.randrange(10**9)}", text_dump),
        (pa.large_string(), "string", lambda: r.choice(WORDS), text_dump),
        (pa.binary(), "bytes", lambda: r.randbytes(r.randrange(9)), text_dump),
        (pa.binary(5), "bytes", lambda: r.randbytes(5), text_dump),
        (pa.date32(), "date", lambda: r.randrange(-20000, 40000), lambda v: str(v * 86400 * 10**6)),
        (pa.time32("ms"), "time", lambda: r.randrange(86400000), lambda v: str(v * 1000)),
        (pa.time64("us"), "time", lambda: r.randrange(86400000000), str),
        (pa.time64("ns"), "time", lambda: r.randrange(86400000000000), lambda v: floor_div(v, 1000)),
        (pa.timestamp("ms"), "timestamp", lambda: instant() // 1000, lambda v: str(v * 1000)),
        (pa.timestamp("us", "UTC"), "timestamp with zone", instant, str),
        (pa.timestamp("ns", "Europe/Berlin"), "timestamp with zone", lambda: instant() * 1000 + r.randrange(1000), lambda v: floor_div(v, 1000)),
        (pa.decimal128(7, 2), "decimal(7, 2)", decimal_(7, 2), decimal_dump(7, 2)),
        (pa.decimal128(18, 9), "decimal(18, 9)", decimal_(18, 9), decimal_dump(18, 9)),
        (pa.decimal128(38, 10), "decimal(38, 10)", decimal_(38, 10), decimal_dump(38, 10)),
        (pa.null(), "string", lambda: None, text_dump),
    ]
    columns, arrays = [], []
    for index, (type_, dumped, make, dump) in enumerate(r.sample(kinds, r.randrange(1, 9))):
        column = Column(f"c{index}", dumped, values(make), dump)
        # pyarrow takes the stored number for types of time.
        is_moment = pa.types.is_temporal(type_)
        array = pa.array(column.values, pa.int32() if is_moment and type_.bit_width == 32 else pa.int64() if is_moment else type_)
        arrays.append(array.cast(type_) if is_moment else array)
        columns.append(column)
    return columns, arrays


def make_parquet(name, r):
    rows = r.choice([0, 1, 9, 100, 600])
    columns, arrays = parquet_columns(r, rows, r.choice([0, 0, 0.1, 0.9]))
    fields = [(c.name, a) for c, a in zip(columns, arrays)]
    if len(columns) > 2 and r.random() < 0.4:
        # Two of them become the members of a struct that may itself be null.
        gone = [r.random() < 0.2 for _ in range(rows)]
        inner = pa.StructArray.from_arrays([arrays[0], arrays[1]], ["a", "b"], mask=pa.array(gone, pa.bool_()))
        for column, key in zip(columns[:2], "ab"):
            column.name = f"outer.{key}"
            column.cells = ["~" if g else c for g, c in zip(gone, column.cells)]
        fields = [("outer", inner)] + fields[2:]
    table = pa.table(dict(fields))
    options = {
        "compression": r.choice(["none", "snappy", "gzip", "zstd", "lz4"]),
        "data_page_version": r.choice(["1.0", "2.0"]),
        "data_page_size": r.choice([64, 1000, 1 << 20]),
        "row_group_size": r.choice([7, 500, 1 << 20]) if rows < 500 else r.choice([250, 1 << 20]),
        "use_dictionary": r.random() < 0.5,
        "dictionary_pagesize_limit": r.choice([100, 1 << 20]),
        "version": r.choice(["1.0", "2.4", "2.6"]),
    }
    if "[ns" in str(table.schema):
        options["version"] = "2.6"
    if not options["use_dictionary"]:
        encodings = {}
        for path, type_ in [(f.name, f.type) for f in table.schema if not pa.types.is_struct(f.type)]:
            choices = ["PLAIN"]
            if pa.types.is_integer(type_) or pa.types.is_timestamp(type_):
                choices += ["DELTA_BINARY_PACKED"] * 2 + ["BYTE_STREAM_SPLIT"]
            if pa.types.is_floating(type_):
                choices += ["BYTE_STREAM_SPLIT"]
            if pa.types.is_string(type_) or pa.types.is_binary(type_):
                choices += ["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"] * 2
            if pa.types.is_boolean(type_):
                choices += ["RLE"]
            encodings[path] = r.choice(choices)
        options["column_encoding"] = encodings
    schema = str(table.schema)
    # That form of a timestamp knows no zone, and has no other encodings.
    if r.random() < 0.3 and "tz=" not in schema and not ("timestamp[" in schema and "column_encoding" in options):
        options["use_deprecated_int96_timestamps"] = True
    path = name + ".parquet"
    pq.write_table(table, path, **options)
    write_expected(path, columns, rows)


def make_uuid(folder):
    values = [uuid.UUID(int=i * 0x1234567890ABCDEF1234567) for i in range(5)]
    schema = pa.schema([pa.field("id", pa.uuid()), pa.field("tags", pa.list_(pa.int32()))])
    storage = pa.array([v.bytes for v in values], pa.binary(16))
    table = pa.table([pa.ExtensionArray.from_storage(pa.uuid(), storage), pa.array([[1], [], None, [2, 3], [4]], pa.list_(pa.int32()))], schema=schema)
    path = os.path.join(folder, "uuid-and-list.parquet")
    pq.write_table(table, path)
    write_expected(path, [Column("id", "string", [str(v) for v in values], text_dump)], 5)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--out", default=os.path.dirname(os.path.abspath(__file__)))
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    for index in range(arguments.count):
        for kind, make in [("csv", make_csv), ("jsonl", make_jsonl), ("parquet", make_parquet)]:
            make(os.path.join(arguments.out, f"{kind}-{index:03}"), random.Random(f"{arguments.seed} {kind} {index}"))
    make_uuid(arguments.out)


main()
