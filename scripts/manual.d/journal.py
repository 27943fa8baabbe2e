"""Makes mlopsd.journal-fields(7) of its Markdown file and of the message catalogue, on stdin."""

import itertools
import re
import sys
import time

from page import ORDER, body, escaped, prose, sections


def messages(catalogue):
    """Yields the identifier, subject and text of each entry."""
    for entry in re.split(r"^-- ", catalogue, flags=re.MULTILINE)[1:]:
        identifier, rest = entry.split("\n", 1)
        header, text = rest.split("\n\n", 1)
        yield identifier.strip(), re.search(r"^Subject: (.*)$", header, re.MULTILINE).group(1), text.strip()


def plain(text):
    """`@FIELD@` stands for the field's value."""
    return re.sub(r"@([A-Z_]+)@", r"\1", text)


def explanation(text):
    """Paragraphs, and commands as they stand, in their order."""
    result = []
    for paragraph in text.split("\n\n"):
        runs = itertools.groupby(paragraph.split("\n"), key=lambda line: line.startswith("  "))
        for index, (literal, run) in enumerate(runs):
            if literal:
                result += [".Bd -literal -offset indent"] + [escaped(line.strip()) for line in run] + [".Ed"]
            else:
                result += ([".Pp"] if result and index == 0 else []) + [prose(" ".join(run))]
    return [plain(line) for line in result]


def main():
    date, documentation = sys.argv[1:]
    with open(documentation, encoding="utf-8") as file:
        written = dict(sections(file.read()))
    day = time.strftime("%B %-d, %Y", time.gmtime(int(date)))
    lines = [f".Dd {day}", ".Dt MLOPSD.JOURNAL-FIELDS 7", ".Os", ".Sh NAME", ".Nm mlopsd.journal-fields",
             ".Nd what mlopsd writes to the journal", ".Sh DESCRIPTION"]
    lines += body("Overview", written.pop("Overview")) + [".Sh FIELDS"] + body("Fields", written.pop("Fields"))
    lines += [".Sh MESSAGES", ".Bl -tag -width Ds"]
    for identifier, subject, text in messages(sys.stdin.read()):
        lines += [".It Sy " + identifier, prose(plain(subject) + "."), ".Pp"] + explanation(text)
    lines += [".El"]
    for title, content in sorted(written.items(), key=lambda item: ORDER.index(item[0])):
        lines += [".Sh " + title.upper()] + body(title, content)
    print("\n".join(lines))


main()
