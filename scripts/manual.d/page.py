"""Makes a manual page in mdoc(7) of a program's own description and a Markdown file.

The verbs and their options come from the program, on stdin, as swift-argument-parser dumps them; the sections around
them from the Markdown. Only what our documentation uses of Markdown is understood, and anything else is an error.
"""

import json
import re
import sys
import textwrap
import time


def escaped(text):
    """Text in which mdoc sees neither an escape nor, at the beginning of a line, a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text)


def prose(text):
    """A paragraph with its code set apart, in lines of the width that mandoc asks for."""
    parts = re.split(r"`([^`]+)`", " ".join(text.split()))
    marked = "".join(part.replace("\\", "\\e") if i % 2 == 0 else "\\fB" + escaped(part) + "\\fP"
                     for i, part in enumerate(parts))
    # A new sentence begins a new line, so that the formatter knows where one ends.
    sentences = re.split(r"(?<=[.?!:])\s+(?=[A-Z\\])", marked)
    lines = [line for sentence in sentences
             for line in textwrap.wrap(sentence, 80, break_long_words=False, break_on_hyphens=False)]
    return "\n".join(re.sub(r"^([.'])", r"\\&\1", line) for line in lines)


def long_first(names):
    return sorted(names, key=lambda name: name["kind"] != "long")


def argument(item, in_synopsis=False):
    """`-H, --host user@host`, or for a positional argument its name, as mdoc's macros without the dot."""
    value = escaped(item["valueName"])
    if item["kind"] == "positional":
        return "Ar " + value + (" ..." if item["isRepeating"] else "")
    names = long_first(item["names"])
    names = names[:1] if in_synopsis else names[::-1]
    flags = " , ".join("Fl " + escaped(("-" if name["kind"] == "long" else "") + name["name"]) for name in names)
    return flags + ("" if item["kind"] == "flag" else " Ar " + value)


def in_synopsis(item):
    text = argument(item, in_synopsis=True)
    return text if item["kind"] == "positional" and not item["isOptional"] else f"Oo {text} Oc"


# mdoc(7) has an order that every reader knows; what it does not name stands before.
ORDER = ["Environment", "Files", "Exit status", "Examples", "See also"]
SHARED = ["json", "no-pager", "no-legend", "full", "user", "socket", "host", "version", "help"]


def shown(items, shared):
    """The arguments of a verb that it has alone, or those that every verb has."""
    return [item for item in items if item["shouldDisplay"]
            and any(name["name"] in SHARED for name in item.get("names", [])) == shared]


def description(item):
    text = item.get("abstract", "")
    default = item.get("defaultValue")
    return prose(text + (f" Default: {default}." if default and default != "false" else ""))


def options(items):
    if not items:
        return []
    lines = [".Bl -tag -width Ds"]
    for item in items:
        lines += [".It " + argument(item), description(item)]
    return lines + [".El"]


def leaves(command):
    """The verb with its description, and below it each of its parts as a verb of two words."""
    parts = [part for part in command.get("subcommands", [])
             if part["shouldDisplay"] and part["commandName"] != "help"]
    if not parts:
        return [command]
    named = [dict(part, commandName=command["commandName"] + " " + part["commandName"]) for part in parts]
    return [dict(command, arguments=[])] + named


def verb(command):
    own = shown(command.get("arguments", []), shared=False)
    name = command["commandName"]
    synopsis = ".It Cm " + " ".join([escaped(name)] + [in_synopsis(item) for item in own])
    lines = [synopsis, prose(command.get("abstract", ""))]
    for paragraph in command.get("discussion", "").split("\n\n"):
        if paragraph.strip():
            lines += [".Pp", prose(paragraph)]
    return lines + options([item for item in own if item["kind"] != "positional"])


def sections(markdown):
    """Yields the title and the lines of each section of the second level."""
    title, body = None, []
    for line in markdown.split("\n"):
        heading = re.match(r"## (.+)", line)
        if heading:
            if title:
                yield title, body
            title, body = heading.group(1), []
        elif title:
            body.append(line)
    if title:
        yield title, body


def blocks(lines):
    """Groups lines into code, lists and paragraphs."""
    kind, content = None, []
    for line in lines + [""]:
        if kind == "code":
            if line == "```":
                yield kind, content
                kind, content = None, []
            else:
                content.append(line)
        elif line == "```":
            kind = "code"
        elif not line:
            if kind:
                yield kind, content
            kind, content = None, []
        elif re.match(r"[#|>!*]|\d+\.", line):
            sys.exit(f"error: cannot turn this into a manual page: {line}")
        elif line.startswith("- "):
            kind = "list"
            content.append(line[2:])
        elif kind == "list":
            content[-1] += " " + line
        else:
            kind = "prose"
            content = [" ".join(content + [line])]


def body(title, lines):
    result = []
    for kind, content in blocks(lines):
        if kind == "code":
            result += [".Bd -literal -offset indent"] + [escaped(line) for line in content] + [".Ed"]
        elif kind == "list":
            result.append(".Bl -tag -width Ds")
            for item in content:
                term, text = item.split(": ", 1)
                result += [".It " + " , ".join("Sy " + escaped(name) for name in re.findall(r"`([^`]+)`", term)),
                           prose(text)]
            result.append(".El")
        elif title == "See also":
            pages = re.findall(r"([\w.-]+)\((\d)\)", content[0])
            pages.sort(key=lambda page: (page[1], page[0]))
            result += [f".Xr {name} {number} ," for name, number in pages[:-1]]
            result.append(".Xr {} {}".format(*pages[-1]))
        else:
            if result:
                result.append(".Pp")
            result.append(prose(content[0]))
    return result


def main():
    section, date, documentation = sys.argv[1:]
    command = json.load(sys.stdin)["command"]
    name = command["commandName"]
    arguments = [item for item in command.get("arguments", []) if item["shouldDisplay"]]
    verbs = [item for item in command.get("subcommands", []) if item["shouldDisplay"] and item["commandName"] != "help"]
    with open(documentation, encoding="utf-8") as file:
        written = dict(sections(file.read()))
    day = time.strftime("%B %-d, %Y", time.gmtime(int(date)))
    lines = [f".Dd {day}", f".Dt {name.upper()} {section}", ".Os", ".Sh NAME", f".Nm {name}",
             ".Nd " + prose(command["abstract"].rstrip(".")), ".Sh SYNOPSIS", ".Nm"]
    lines += [".Ar verb", ".Op Ar argument ...", ".Op Ar option ..."] if verbs else \
        ["." + in_synopsis(item) for item in arguments]
    lines += [".Sh DESCRIPTION"] + body("Overview", written.pop("Overview"))
    if verbs:
        lines += [".Sh VERBS", ".Bl -tag -width Ds"] + [line for item in verbs for leaf in leaves(item) for line in verb(leaf)] + [".El"]
        lines += [".Sh OPTIONS", "Every verb takes these."] + options(shown(verbs[0]["arguments"], shared=True))
    else:
        lines += [".Sh OPTIONS"] + options(arguments)
    for title, content in sorted(written.items(), key=lambda item: ORDER.index(item[0]) if item[0] in ORDER else -1):
        lines += [".Sh " + title.upper()] + body(title, content)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
