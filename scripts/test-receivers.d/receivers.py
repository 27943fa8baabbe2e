"""receivers.py BIN WORK SPEC: a daemon tells an HTTPS receiver that fails, hangs and doubles, through kills of the daemon.

Prints what came; the exit status is 0 when everything came, in order for each run, and is what the schemas want.
"""

import base64
import hashlib
import hmac
import http.server
import json
import pathlib
import random
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time

import jsonschema
import referencing

RUNS = 40
KEY = b"0123456789abcdef0123456789abcdef"

PIPELINE = """
directory: {root}/src
data: {{ in: {{ path: {root}/in }} }}
triggers: {{ weekly: {{ schedule: "*-*-* *:*:00/20", catch_up: none }}, new: {{ new_data: in, quiet_period: 0s }} }}
steps:
  train:
    shell: |
      newest=$(tail -n 1 "$MLOPS_NEW_DATA_IN"); [ -n "$newest" ] || exit 0
      if grep -q broken "$newest"; then echo cannot read it >&2; exit 9; fi
      cp "$newest" "$MLOPS_MODEL/model"; printf '{{"f1": %s}}' "$(tail -n 1 "$newest")" >"$MLOPS_METRICS"
policy: {{ cooldown: 0s, max_runs_per_day: 100000, breaker_failures: 0 }}
gates: {{ model: [ {{ metric: f1, at_least: 0.5 }} ] }}
deploy: {{ target: {root}/live }}
"""


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes three of ten messages; of the others it fails, hangs, breaks off, or keeps what it says it did not."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        server = self.server
        mood = server.moods.choice(["take", "take", "take", "fail", "busy", "hang", "double", "cut", "cut", "fail"])
        if not server.is_moody:
            mood = "take"
        with server.lock:
            server.seen[mood] = server.seen.get(mood, 0) + 1
            if mood in ("take", "double"):
                server.got.append((self.path, dict(self.headers.items()), body))
        if mood == "hang":
            time.sleep(3)
        if mood in ("hang", "cut", "double"):
            self.close_connection = True
            return
        self.send_response({"take": 204, "fail": 500, "busy": 429}[mood])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def serve(work):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(work / "cert.pem", work / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.daemon_threads, server.moods, server.lock = True, random.Random(1), threading.Lock()
    server.got, server.seen, server.is_moody = [], {}, True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def check_order(events):
    """What came first of each event, in the order in which it came: for each run the order in which it happened."""
    problems, first, runs = [], {}, {}
    for event in events:
        key = event["id"]
        if key in first and first[key] != event:
            problems.append(f"two events are called {key}")
        if key not in first:
            first[key] = event
            runs.setdefault(event["data"].get("run"), []).append(event)
    for run, told in runs.items():
        times = [event["timestamp"] for event in told]
        if run and times != sorted(times):
            problems.append(f"{run} is told out of order: {[event['type'] for event in told]}")
    return first, runs, problems


def validators(spec):
    documents = [json.loads(path.read_text()) for path in [spec / "OpenLineage.json", *sorted((spec / "facets").glob("*.json"))]]
    registry = referencing.Registry().with_resources(
        (document["$id"], referencing.Resource.from_contents(document)) for document in documents)

    def validate(reference, value):
        jsonschema.Draft202012Validator(
            {"$ref": reference}, registry=registry, format_checker=jsonschema.FormatChecker()).validate(value)

    by_version = {document["$id"].rsplit("/", 2)[-1]: document["$id"] for document in documents}
    return validate, by_version


def check_lineage(events, spec):
    validate, newest = validators(spec)
    facets = {}
    for event in events:
        validate(newest["OpenLineage.json"] + "#/$defs/RunEvent", event)
        places = [event["run"], event["job"], *event["inputs"], *event["outputs"]]
        for place in places:
            for kind in ("facets", "inputFacets", "outputFacets"):
                for name, facet in place.get(kind, {}).items():
                    file = facet["_schemaURL"].rsplit("/", 1)[-1].split("#")[0]
                    if "openlineage.io" not in facet["_schemaURL"]:
                        continue
                    identity = newest[file]
                    title = file.removesuffix(".json")
                    validate(f"{identity}#/$defs/{title}", facet)
                    facets[title] = facets.get(title, 0) + 1
    return facets


def main():
    binaries, work, spec = (pathlib.Path(word) for word in sys.argv[1:4])
    root = work / "root"
    for name in ["etc/pipelines.d", "etc/credentials", "state", "src", "in"]:
        (root / name).mkdir(parents=True)
    server = serve(work)
    address = f"https://localhost:{server.server_address[1]}"
    (root / "etc/credentials/hook").write_text(f"whsec_{base64.b64encode(KEY).decode()}\n")
    (root / "etc/mlopsd.yaml").write_text(
        f"outbox:\n  hook: {{ webhook: {address}/hook, secret: hook, timeout: 1s }}\n"
        f"  lineage: {{ openlineage: {address}/lineage, timeout: 1s }}\n"
        f"  file: {{ openlineage: {root}/lineage.ndjson }}\n")
    (root / "etc/pipelines.d/churn.yaml").write_text(PIPELINE.format(root=root))
    places = ["--config", root / "etc", "--state", root / "state", "--socket", root / "socket"]

    def start():
        return subprocess.Popen(
            [binaries / "mlopsd", "--user", *places], stdout=open(root / "log.txt", "a"), stderr=subprocess.STDOUT)

    def ctl(*words):
        done = subprocess.run(
            [binaries / "mlopsctl", *words, "--socket", root / "socket"], capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 and done.stdout else None

    daemon = start()
    while ctl("status", "--json") is None:
        time.sleep(0.2)
    kills = 0
    for number in range(1, RUNS + 1):
        content = "broken" if number % 7 == 0 else "0.2" if number % 5 == 0 else "0.8"
        (root / "writing").write_text(f"{number}\n{content}\n")
        (root / "writing").rename(root / f"in/{number}.csv")
        time.sleep(0.5)
        if number % 8 == 0:
            daemon.send_signal(signal.SIGKILL)
            daemon.wait()
            daemon, kills = start(), kills + 1
            while ctl("status", "--json") is None:
                time.sleep(0.2)
    ctl("pause", "churn", "--json")
    server.is_moody = False
    deadline = time.monotonic() + 900
    while any(receiver["pending"] for receiver in ctl("outbox", "--json") or [{"pending": 1}]):
        if time.monotonic() > deadline:
            print(f"the outbox is not empty: {ctl('outbox', '--json')}")
            break
        time.sleep(1)
    daemon.terminate()
    daemon.wait(60)

    hooks = [(headers, body) for path, headers, body in server.got if path == "/hook"]
    for headers, body in hooks:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        code = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{code}", "a signature is wrong"
        assert json.loads(body)["id"] == headers["webhook-id"]
    first, runs, problems = check_order([json.loads(body) for _, body in hooks])
    print(f"{sum(server.seen.values())} messages through {kills} kills; the receiver {server.seen}")
    print(f"{len(hooks)} webhooks, {len(first)} events of {len(runs) - (None in runs)} runs after those that came twice")
    ends = ("run-succeeded", "run-failed", "run-refused", "run-cancelled")
    for run, told in runs.items():
        kinds = [event["type"].removeprefix("mlopsd.") for event in told]
        if run and (kinds[0] != "run-started" or sum(kind in ends for kind in kinds) != 1):
            problems.append(f"{run} has no beginning, or not one end: {kinds}")
    lineage = [json.loads(body) for path, _, body in server.got if path == "/lineage"]
    written = [json.loads(line) for line in (root / "lineage.ndjson").read_text().splitlines()]
    kinds = {}
    for event in lineage:
        kinds[event["eventType"]] = kinds.get(event["eventType"], 0) + 1
    facets = check_lineage(lineage + written, spec)
    print(f"{len(lineage)} lineage events over HTTPS {kinds} and {len(written)} in a file fit OpenLineage.json; facets {facets}")

    def key(event):
        return event["run"]["runId"], event["eventType"]

    if {key(event) for event in lineage} != {key(event) for event in written}:
        problems.append("the file and the address were told other things")
    print(*(problems or ["nothing was lost, and each run was told in order"]), sep="\n")
    shutil.rmtree(root, ignore_errors=True)
    return 1 if problems or not facets or len(runs) < RUNS // 2 else 0


if __name__ == "__main__":
    sys.exit(main())
