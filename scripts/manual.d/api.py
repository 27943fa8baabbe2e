"""Makes mlopsd.api(7) of the OpenAPI document that the daemon itself hands out, on stdin."""

import json
import sys
import time

from page import escaped, prose

DESCRIPTION = """
The daemon answers HTTP/1.1 with JSON at its Unix socket, so that every program that speaks HTTP can ask it.
The whole description, with the shape of every value, is the OpenAPI 3.1 document at `/v1/openapi.json`.
""", """
Errors are problems as RFC 9457 has them, with a `code` for programs, a `detail` for people, and often a `hint` that
says what to do. Codes, paths and members are only ever added below `/v1`.
""", """
Who may do what follows from who asks, as the kernel names the process at the other end of the socket. Members of
`mlopsd-view` read everything but the files of the configuration, members of `mlopsd` also run, cancel, pause, deploy
and roll back, members of `mlopsd-admin` and root also read those and the whole record, reload, approve, prune and
forget. Others get 403 with the code `not-permitted`.
""", """
A user, other than root and the one of the daemon, may ask 1000 times a second, and 2000 times at once after a rest;
who asks more often gets 429 with the code `too-many` and in `Retry-After` the seconds to wait. A user may have 16
connections, of which 8 follow events or logs; beyond that the connection that has waited longest without a request is
ended, and where all are in use a new one gets 503. All users together may have 256 connections, of which 64 follow.
Headers may have 16 KiB and a body 1 MiB. These bounds are constants, and no setting changes them.
""", """
What starts or changes something takes an `Idempotency-Key`: the same request with the same key has one effect.
"""


def parameters(operation):
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            continue
        yield f"`{parameter['name']}`: " + parameter.get("description", "").rstrip(".") + "."


def main():
    date, = sys.argv[1:]
    document = json.load(sys.stdin)
    day = time.strftime("%B %-d, %Y", time.gmtime(int(date)))
    lines = [f".Dd {day}", ".Dt MLOPSD.API 7", ".Os", ".Sh NAME", ".Nm mlopsd.api", ".Nd the HTTP interface of mlopsd",
             ".Sh DESCRIPTION"]
    for index, paragraph in enumerate(DESCRIPTION):
        lines += ([".Pp"] if index else []) + [prose(paragraph)]
    lines += [".Sh OPERATIONS", ".Bl -tag -width Ds"]
    for path, methods in sorted(document["paths"].items()):
        for method, operation in sorted(methods.items()):
            lines += [".It Sy " + escaped(method.upper() + " " + path)]
            lines += [prose((operation.get("summary") or operation.get("description") or "").rstrip(".") + ".")]
            named = list(parameters(operation))
            if named:
                lines += [".Bl -bullet -compact"]
                for text in named:
                    lines += [".It", prose(text)]
                lines += [".El"]
    lines += [".El", ".Sh EXAMPLES", ".Bd -literal -offset indent",
              escaped("curl --unix-socket /run/mlopsd/mlopsd.sock http://localhost/v1/status"),
              escaped("curl --unix-socket /run/mlopsd/mlopsd.sock -X POST -H 'Content-Type: application/json' \\"),
              escaped("  -d '{\"reason\": \"new labels\"}' http://localhost/v1/pipelines/churn/runs"), ".Ed",
              ".Sh SEE ALSO", ".Xr curl 1 ,", ".Xr mlopsctl 1 ,", ".Xr mlopsd.journal-fields 7 ,", ".Xr mlopsd 8"]
    print("\n".join(lines))


main()
