"""A daemon of the bench's own: configuration, state and socket below one folder, and what it costs."""
import json
import os
import shutil
import signal
import subprocess
import time

BINARIES = os.environ["MLOPS_BENCH_BIN"]
TICK = os.sysconf("SC_CLK_TCK")


def until(what, condition, seconds=60, pause=0.05):
    """Returns what `condition` returns once that is true, and fails when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s in vain: {what}")
        time.sleep(pause)


class Daemon:
    def __init__(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        self.folder = folder
        self.socket = os.path.join(folder, "mlopsd.sock")
        self.pipelines = os.path.join(folder, "config", "pipelines.d")
        os.makedirs(self.pipelines)
        os.makedirs(os.path.join(folder, "state"))
        self.process = None

    def directory(self, *parts):
        path = os.path.join(self.folder, *parts)
        os.makedirs(path, exist_ok=True)
        return path

    def pipeline(self, name, text):
        with open(os.path.join(self.pipelines, name + ".yaml"), "w", encoding="utf-8") as file:
            file.write(text)

    def start(self, seconds=60):
        """Starts it; returns once it answers."""
        log = open(os.path.join(self.folder, "log"), "ab")
        self.process = subprocess.Popen(
            [f"{BINARIES}/mlopsd", "--user", "--config", f"{self.folder}/config", "--state", f"{self.folder}/state",
             "--socket", self.socket], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until("the daemon answers", self.answers, seconds)

    def answers(self):
        if self.process.poll() is not None:
            with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
                raise RuntimeError("the daemon ended: " + log.read()[-2000:])
        return self.command("status").returncode in (0, 1)

    def command(self, *arguments):
        return subprocess.run([f"{BINARIES}/mlopsctl", *arguments, "--socket", self.socket], capture_output=True,
                              stdin=subprocess.DEVNULL, text=True, check=False)

    def ask(self, *arguments):
        answer = self.command(*arguments, "--json")
        if answer.returncode != 0:
            raise RuntimeError(f"mlopsctl {' '.join(arguments)}: {answer.stderr}")
        return json.loads(answer.stdout)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def resident_megabytes(self, field="Rss"):
        """`Rss` or `Pss` now, or `Hwm`: the most that was resident since the start."""
        name, path = ("VmHWM", "status") if field == "Hwm" else (field, "smaps_rollup")
        with open(f"/proc/{self.process.pid}/{path}", encoding="utf-8") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(name + ":")) / 1024

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK
