"""Makes the manual page of a configuration file of its commented sample, on stdin.

A comment belongs to the key below it. Lines of a comment that are indented further stay as they are; what stands before
the first empty line is the description. A key that is itself commented out, `#key: value`, is shown with its default.
"""

import re
import sys
import time

from page import escaped, prose

KEY = re.compile(r"(?P<indent> *)#?(?P<dash>- \{ |- )?(?P<name>[a-z_][a-z_0-9]*):(?: +(?P<value>.*))?$")


def paragraphs(comment):
    """Yields each run of lines that belong together, and whether they stay as they are."""
    run, literal = [], False
    for line in comment + [""]:
        indented = line.startswith("  ")
        if run and (not line or indented != literal):
            yield run, literal
            run = []
        if line:
            run.append(line)
            literal = indented


def formatted(comment):
    result = []
    for run, literal in paragraphs(comment):
        if literal:
            result += [".Bd -literal"] + [escaped(line.strip(" ") and line[2:]) for line in run] + [".Ed"]
        else:
            result += ([".Pp"] if result else []) + [prose(" ".join(run))]
    return result


def is_commented_key(line):
    return re.match(r" *#[a-z_]+:( |$)", line) is not None


def entries(lines):
    """Yields the comment, the path of the key, and the line, for each line that holds one."""
    comment, path = [], []
    for line in lines:
        stripped = line.strip()
        if stripped.startswith("#") and not is_commented_key(line):
            comment.append(stripped[2:] if stripped.startswith("# ") else stripped[1:])
            continue
        match = KEY.match(line)
        if not match:
            comment = comment if stripped else []
            continue
        depth = len(match["indent"])
        while path and path[-1][0] >= depth:
            path.pop()
        path.append((depth, match["name"]))
        yield comment, [name for _, name in path], stripped.lstrip("#")
        comment = []


def head(lines):
    """The comment before the first empty line, and what comes after."""
    end = lines.index("") if "" in lines else len(lines)
    return [line[2:] for line in lines[:end]], lines[end + 1:]


def main():
    title, date, summary, see = sys.argv[1:]
    name, section = title.rsplit(".", 1)
    text = [line.rstrip() for line in sys.stdin.read().split("\n")]
    first, rest = head(text)
    first = [line.replace(f" See {name}({section}).", "") for line in first]
    day = time.strftime("%B %-d, %Y", time.gmtime(int(date)))
    lines = [f".Dd {day}", f".Dt {name.upper()} {section}", ".Os", ".Sh NAME", f".Nm {name}", ".Nd " + summary,
             ".Sh DESCRIPTION"] + formatted(first)
    lines += [".Sh KEYS", ".Bl -tag -width Ds"]
    for comment, path, line in entries(rest):
        if not comment and len(path) > 1:
            continue
        lines += [".It Sy " + escaped(".".join(path))] + (formatted(comment) or ["As below."])
        lines += [".Bd -literal -offset indent", escaped(line), ".Ed"]
    lines += [".El", ".Sh SEE ALSO"]
    pages = sorted(re.findall(r"([\w.-]+)\((\d)\)", see), key=lambda page: (page[1], page[0]))
    lines += [f".Xr {page} {number}" + (" ," if index + 1 < len(pages) else "")
              for index, (page, number) in enumerate(pages)]
    print("\n".join(lines))


main()
