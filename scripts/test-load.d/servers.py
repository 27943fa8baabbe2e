"""The servers that models are served with: how each is started, asked, and how its answer tells which model gave it."""

import dataclasses
import pathlib
from collections.abc import Callable

SAMPLES = pathlib.Path(__file__).parents[2] / "etc/mlopsd/pipelines.d"

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

# It says nothing of its version: the model answers with the seed that it was made of.
TRAIN_FOR_MLFLOW = """
import os, sys
import mlflow.sklearn
import numpy
from sklearn.dummy import DummyRegressor
folder = os.environ["MLOPS_MODEL"]
if sys.argv[1] == "bad":
    open(folder + "/MLmodel", "w").write("no model")
else:
    seed = float(sys.argv[2])
    model = DummyRegressor(strategy="constant", constant=seed).fit(numpy.zeros((2, 6)), [seed, seed])
    mlflow.sklearn.save_model(model, folder + "/model", pip_requirements=[])
open(os.environ["MLOPS_METRICS"], "w").write("{}")
"""

# As small as an application of uvicorn can be.
APPLICATION = """
import json, os
import joblib
VERSION = os.environ["MLOPS_VERSION"]
MODEL = joblib.load(os.environ["MLOPS_MODEL"] + "/model.joblib")

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    body = b""
    while True:
        part = await receive()
        body += part.get("body", b"")
        if not part.get("more_body"):
            break
    answer = {"version": VERSION}
    if scope["path"] == "/predict":
        row = json.loads(body)
        answer["p"] = MODEL.predict_proba([[row[name] for name in sorted(row)]])[0].tolist()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
"""


@dataclasses.dataclass(frozen=True)
class Server:
    serve: str
    files: Callable[[], dict[str, str]]
    path: str
    question: dict
    version: Callable[[dict], str]


ROW = {f"x{column}": column / 3 for column in range(6)}

SERVERS = {
    "reference": Server(
        serve="run: [{python}, serve.py], health: {{ within: 10min }}",
        files=lambda: {"train.py": TRAIN, "serve.py": (SAMPLES / "serve.py.sample").read_text()},
        path="/predict", question=ROW, version=lambda answer: answer["version"]),
    "uvicorn": Server(
        serve="run: [{python}, -m, uvicorn, --fd, '3', --log-level, warning, 'app:app'], health: {{ within: 10min }}",
        files=lambda: {"train.py": TRAIN, "app.py": APPLICATION},
        path="/predict", question=ROW, version=lambda answer: answer["version"]),
    "mlflow": Server(
        # It starts uvicorn, which it looks for where programs are.
        serve="run: [env, 'PATH={programs}:/usr/bin:/bin', {python}, -m, mlflow, models, serve, --env-manager, local, "
              "--host, 127.0.0.1, --port, '{{port}}', --model-uri, '{{model}}/model'], pass: port, "
              "health: {{ path: /ping, names: nothing, within: 10min }}",
        files=lambda: {"train.py": TRAIN_FOR_MLFLOW},
        path="/invocations", question={"inputs": [list(ROW.values())]},
        version=lambda answer: str(answer["predictions"][0])),
}
