"""load.py BIN SWITCHES FAILURES: a daemon of its own serves scikit-learn models to four clients while they are switched.

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

PIPELINE = """
directory: {root}/src
predictions:
  {{ log: {root}/log, id: request_id, time: at, model_version: version, prediction: churn, score: p_churn, label: churned,
    task: binary, label_horizon: 1d }}
steps: {{ train: {{ run: [{python}, train.py, "{{kind}}", "{{seed}}"] }} }}
parameters: {{ kind: good, seed: 0 }}
policy: {{ cooldown: 0s, max_runs_per_day: 100000, breaker_failures: 0 }}
deploy: {{ target: {root}/live }}
serve: {{ run: [{python}, serve.py], listen: "127.0.0.1:{port}", drain: 10s, health: {{ within: 10min }} }}
"""

TRAIN = """
import os, sys
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
import joblib
path = os.environ["MLOPS_MODEL"] + "/model.joblib"
if sys.argv[1] == "bad":
    open(path, "w").write("no model")
else:
    x, y = make_classification(2000, 6, random_state=int(sys.argv[2]))
    joblib.dump(RandomForestClassifier(50, random_state=int(sys.argv[2])).fit(x, y), path)
open(os.environ["MLOPS_METRICS"], "w").write("{}")
"""


class Clients:
    def __init__(self, port):
        self.port, self.stop = port, threading.Event()
        self.lock = threading.Lock()
        self.answers, self.failures, self.times = collections.Counter(), [], []
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(4)]
        for thread in self.threads:
            thread.start()

    def work(self, client):
        body = json.dumps({f"x{column}": column / 3 for column in range(6)})
        while not self.stop.is_set():
            begin = time.monotonic()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                connection.request("POST", "/predict", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                content = json.loads(answer.read())
                assert answer.status == 200, (answer.status, content)
                version = content["version"]
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
    root = pathlib.Path(tempfile.mkdtemp(prefix="mlopsd-load-"))
    for name in ["etc/pipelines.d", "state", "src", "log"]:
        (root / name).mkdir(parents=True)
    with http.client.socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (root / "src/train.py").write_text(TRAIN)
    sample = pathlib.Path(__file__).parents[2] / "etc/mlopsd/pipelines.d/serve.py.sample"
    (root / "src/serve.py").write_text(sample.read_text())
    text = PIPELINE.format(root=root, python=sys.executable, port=port)
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
        clients = Clients(port)
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
