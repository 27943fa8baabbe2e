"""load.py BIN SWITCHES FAILURES SERVER: a daemon of its own serves models to four clients while they are switched.

Prints what the clients saw; the exit status is 0 when no request was refused or failed.
"""

import collections
import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import servers

PIPELINE = """
directory: {root}/src
predictions:
  {{ log: {root}/log, id: request_id, time: at, model_version: version, prediction: churn, score: p_churn, label: churned,
    task: binary, label_horizon: 1d }}
steps: {{ train: {{ run: [{python}, train.py, "{{kind}}", "{{seed}}"] }} }}
parameters: {{ kind: good, seed: 0 }}
policy: {{ cooldown: 0s, max_runs_per_day: 100000, breaker_failures: 0 }}
deploy: {{ target: {root}/live }}
serve: {{ {serve}, listen: "127.0.0.1:{port}", drain: 10s }}
"""


class Clients:
    def __init__(self, port, server):
        self.port, self.server, self.stop = port, server, threading.Event()
        self.lock = threading.Lock()
        self.answers, self.failures, self.times = collections.Counter(), [], []
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(4)]
        for thread in self.threads:
            thread.start()

    def work(self, client):
        body = json.dumps(self.server.question)
        while not self.stop.is_set():
            begin = time.monotonic()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                connection.request("POST", self.server.path, body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                content = json.loads(answer.read())
                assert answer.status == 200, (answer.status, content)
                version = self.server.version(content)
                with self.lock:
                    self.answers[version] += 1
                    self.times.append(time.monotonic() - begin)
            except Exception as error:
                with self.lock:
                    self.failures.append(f"client {client}: {error!r}")
            finally:
                connection.close()
            # The cores are wanted for the switches too.
            self.stop.wait(0.05)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def main():
    binaries, switches, failures = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    server = servers.SERVERS[sys.argv[4]]
    root = pathlib.Path(tempfile.mkdtemp(prefix="mlopsd-load-"))
    for name in ["etc/pipelines.d", "state", "src", "log"]:
        (root / name).mkdir(parents=True)
    with http.client.socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name, text in server.files().items():
        (root / "src" / name).write_text(text)
    text = PIPELINE.format(root=root, python=sys.executable, port=port, serve=server.serve.format(
        python=sys.executable, programs=pathlib.Path(sys.executable).parent))
    (root / "etc/pipelines.d/churn.yaml").write_text(text)
    places = ["--config", root / "etc", "--state", root / "state", "--socket", root / "socket"]
    daemon = subprocess.Popen(
        [binaries / "mlopsd", "--user", *places], stdout=open(root / "log.txt", "w"), stderr=subprocess.STDOUT)

    def ctl(*words, check=True):
        command = [binaries / "mlopsctl", *words, "--socket", root / "socket"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert not check or done.returncode == 0, (words, done)
        return done

    try:
        while ctl("status", check=False).returncode != 0:
            time.sleep(0.2)
        ctl("run", "churn", "--wait", "--param", "seed=0")
        clients = Clients(port, server)
        begin, broken = time.monotonic(), 0
        try:
            for number in range(1, switches + 1):
                ctl("run", "churn", "--wait", "--param", f"seed={number}")
                if failures and number % max(1, switches // failures) == 0 and broken < failures:
                    done = ctl("run", "churn", "--wait", "--param", "kind=bad", check=False)
                    assert done.returncode != 0, "a model that is none went live"
                    broken += 1
        finally:
            clients.end()
        took = time.monotonic() - begin
        times = sorted(clients.times)
        print(f"{len(times)} requests in {took:.0f} s through {switches} switches and {broken} that failed")
        print(f"answered by {len(clients.answers)} versions; p50 {1000 * times[len(times) // 2]:.1f} ms, "
              f"p99 {1000 * times[len(times) * 99 // 100]:.1f} ms, slowest {1000 * times[-1]:.0f} ms")
        print(f"{len(clients.failures)} failed", *clients.failures[:10], sep="\n")
        return 1 if clients.failures or len(clients.answers) != switches + 1 or not times else 0
    finally:
        ctl("pause", "churn", check=False)
        (root / "etc/pipelines.d/churn.yaml").write_text(text.split("serve:")[0])
        ctl("reload", check=False)
        time.sleep(3)
        daemon.terminate()
        daemon.wait(30)


if __name__ == "__main__":
    sys.exit(main())
