#!/usr/bin/env python3
"""Writes csv-rows.txt: hostile CSV texts and what Python's csv module makes of them.

Each line: the text in hexadecimal ("-" when empty), a space, and the number of its non-empty records, or "unterminated".
"""
import csv
import io
import random

PIECES = [b",", b'"', b"\n", b"\r", b"\r\n", b"a", b" ", b'""', b"\xc3\xa9", b"\t", b"\x00", b";", b"\x1b"]
MARK = b"\xef\xbb\xbf"


def records(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def expected(data):
    text = data.decode("utf-8-sig")
    # What is appended lands inside a field that was not closed, line end and all.
    ended = records(text + "\x01\n")
    if ended and ended[-1] and ended[-1][-1].endswith("\x01\n"):
        return "unterminated"
    return str(sum(1 for record in records(text) if record))


def main():
    csv.field_size_limit(1 << 20)
    random.seed(20240521)
    cases = {b"", MARK, MARK + b'"a\nb"\n'}
    while len(cases) < 3000:
        case = b"".join(random.choice(PIECES) for _ in range(random.randint(1, 14)))
        cases.add(MARK + case if random.random() < 0.1 else case)
    with open("csv-rows.txt", "w") as file:
        for case in sorted(cases):
            file.write(f"{case.hex() or '-'} {expected(case)}\n")


main()
