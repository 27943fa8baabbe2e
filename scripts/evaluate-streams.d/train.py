"""The pipeline's one step: trains on the labelled rows that its data hold, and leaves the model."""
import os
import pickle
import sys

import pandas

sys.path.insert(0, sys.argv[1])
from model import losses, train

TASK, METRIC = sys.argv[2], sys.argv[3]
with open(os.environ["MLOPS_DATA_ROWS"]) as names:
    rows = pandas.concat([pandas.read_pickle(name) for name in sorted(names.read().split())])
features, labels = rows.drop(columns="label"), rows["label"].to_numpy(float)
held_out = len(rows) // 5
trial = train(features[:-held_out], labels[:-held_out], TASK)
loss = losses(trial.predict(features[-held_out:]), labels[-held_out:], TASK).mean()
with open(os.environ["MLOPS_MODEL"] + "/model.pickle", "wb") as file:
    pickle.dump(train(features, labels, TASK), file)
with open(os.environ["MLOPS_METRICS"], "w") as file:
    file.write('{"%s": %f}' % (METRIC, loss if TASK == "regression" else 1 - loss))
