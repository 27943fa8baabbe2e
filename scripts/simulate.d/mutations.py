"""Breaks the orchestrator in one place at a time, in a copy, and says which tests notice.

Each mutation is an exact text of one source file and what takes its place. A text that is not there any more is an
error: the list must follow the code. Ends with status 1 when a mutation survives.
"""
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

CORE = "Sources/MLOpsCore/Orchestrator/"
MUTATIONS = [
    ("cooldown ignored", "Orchestrator+Holds.swift", "if cooldown > .zero {", "if cooldown < .zero {"),
    ("budget of the day one too many", "Orchestrator+Holds.swift", "guard recent.count >= policy.maxRunsPerDay else", "guard recent.count > policy.maxRunsPerDay else"),
    ("min_start_interval ignored", "Orchestrator+Holds.swift", "if interval > .zero {", "if interval < .zero {"),
    ("host's limit ignored", "Orchestrator+Admission.swift", "while runOwners.count < host.maxRunningRuns,", "while runOwners.count < host.maxRunningRuns + 1,"),
    ("overlap one too many", "Orchestrator+Holds.swift", "runs.count >= policy.simultaneousRuns", "runs.count > policy.simultaneousRuns"),
    ("requests do not merge", "Orchestrator+Firing.swift", "return requests.indices.last", "return nil"),
    ("latch survives its firing", "Orchestrator+Evidence.swift", "defer { latch = nil }", "defer { if latch?.count == 1 { latch = nil } }"),
    ("dispositions lost when latches expire", "Orchestrator+Firing.swift", "dropLatch(operand.path, of: pipeline, .expired(expiry.reason), &turn)", "_ = pipelines[pipeline].state.operands[operand.path]?.takeLatch()"),
    ("slot cursor moved to the first slot", "Orchestrator+Slots.swift", "state.operands[operand.path]?.cursor = span.last\n        change", "state.operands[operand.path]?.cursor = span.first\n        change"),
    ("missed slots not recorded", "Orchestrator+Slots.swift", "if missed > 0 {", "if missed > 1_000_000 {"),
    ("second end of an attempt counts", "Orchestrator+Steps.swift", "guard state == .starting || state == .running else { return }", ""),
    ("retries without end", "RetryPolicy.swift", "attempt.number < retry.attempts", "attempt.number < 1_000"),
    ("state change not recorded", "Orchestrator+Ends.swift", "state.lastSuccess = turn.now\n            change(pipeline, &turn)", "state.lastSuccess = turn.now"),
    ("rollback beside a deployment", "Orchestrator+Registry.swift", "openDeployments.values.first { $0.pipeline == name }.map", "openDeployments.values.first { $0.pipeline == name && $0.version.number < 0 }.map"),
    ("alias does not follow", "Orchestrator+Deployments.swift", 'recordMove("champion", of: pipeline, from: former, to: deployment.version, by: by, reason, &turn)', ""),
    ("failed switch promotes", "Orchestrator+Deployments.swift", "guard let (deployment, pipeline) = close(id, .failed(reason), &turn) else { return }", "guard let (deployment, pipeline) = close(id, .failed(reason), &turn) else { return }\n        promote(deployment, pipeline, &turn)"),
    ("end of a run wakes nobody", "Orchestrator+Admission.swift", "while runOwners.count < host.maxRunningRuns, let (pipeline, request) = mostUrgentContender(at: turn.now) {", "while runOwners.count < host.maxRunningRuns, let (pipeline, request) = mostUrgentContender(at: turn.now), touched.contains(pipeline) {"),
    ("due time of a backoff forgotten", "Orchestrator+Due.swift", "guard case .backingOff(let since, let delay) = step.state else { continue }", "guard case .backingOff(let since, let delay) = step.state, delay < .zero else { continue }"),
    ("recovery forgets the switch", "Orchestrator+Recovery.swift", "for deployment in openDeployments.values { turn.perform(deployment.command) }", ""),
    ("recovery switches what is to be restored", "Orchestrator+Recovery.swift", "for deployment in openDeployments.values { turn.perform(deployment.command) }", "for deployment in openDeployments.values { turn.perform(.switchTarget(deployment)) }"),
    ("what is not proven goes live", "Orchestrator+Deployments.swift", "move(id, to: .restoring(because: reason), &turn)", "goLive(id, &turn)"),
    ("a held candidate goes live", "GateEvaluation.swift", "return open.isEmpty ? nil :", "return true ? nil :"),
    ("a candidate is not judged again", "Orchestrator+Models.swift", "if self[place].comparedWith != pipelines[pipeline].state.champion?.version,", "if false, self[place].comparedWith != pipelines[pipeline].state.champion?.version,"),
    ("recovery starts a running attempt again", "Orchestrator+Recovery.swift", "case .notStarted: restart(attempt, step, run, definition, &turn)\n            case .running:", "case .notStarted, .running: restart(AttemptID(run: run.id, step: step.name, number: step.attempts + 1), step, run, definition, &turn)\n            case .running:"),
    ("urgency without age", "Orchestrator+Admission.swift", "Int64(request.priority) + now.elapsed(since: request.createdAt).microseconds / Self.agingPeriod.microseconds", "Int64(request.priority)"),
    ("breaker never holds", "Orchestrator+Holds.swift", "breaker.fingerprint == pipelines[pipeline].state.fingerprint", "breaker.fingerprint != pipelines[pipeline].state.fingerprint"),
]
MANIFEST = """// swift-tools-version: 6.2
import PackageDescription
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let package = Package(
    name: "mutated",
    dependencies: [.package(url: "https://github.com/apple/swift-collections", from: "1.6.0")],
    targets: [
        .target(name: "MLOpsSchedule"),
        .target(name: "MLOpsCore", dependencies: ["MLOpsSchedule", collections]),
        .target(name: "MLOpsTestKit", dependencies: ["MLOpsCore", "MLOpsSchedule", collections], path: "Tests/MLOpsTestKit"),
        .testTarget(name: "MLOpsCoreTests", dependencies: ["MLOpsCore", "MLOpsSchedule", "MLOpsTestKit"]),
        .testTarget(name: "SimulationTests", dependencies: ["MLOpsCore", "MLOpsSchedule", "MLOpsTestKit"], exclude: ["Seeds.txt"]),
    ]
)
for target in package.targets { target.swiftSettings = [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility")] }
"""
FOLDERS = ["Sources/MLOpsSchedule", "Sources/MLOpsCore", "Tests/MLOpsTestKit", "Tests/MLOpsCoreTests", "Tests/SimulationTests"]
# Fewer seeds than the tests live: a mutation that only one seed of hundreds finds is as good as not found.
SEEDS = "1..60"
LONGEST = 300
MEMORY = 4 << 30


def main():
    root, chosen = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory(prefix="mlopsd-mutations-") as folder:
        for part in FOLDERS:
            shutil.copytree(os.path.join(root, part), os.path.join(folder, part), symlinks=False)
        with open(os.path.join(folder, "Package.swift"), "w", encoding="utf-8") as file:
            file.write(MANIFEST)
        survivors = [name for name, *change in MUTATIONS if (not chosen or name in chosen) and not caught(folder, name, *change)]
    for name in survivors:
        print(f"error: nothing notices \"{name}\"", file=sys.stderr)
    return 1 if survivors else 0


def caught(folder, name, file, old, new):
    path = os.path.join(folder, CORE, file)
    with open(path, encoding="utf-8") as source:
        text = source.read()
    if text.count(old) != 1:
        sys.exit(f"error: \"{name}\": its text is {text.count(old)} times in {file}")
    with open(path, "w", encoding="utf-8") as source:
        source.write(text.replace(old, new))
    try:
        built = run(folder, ["swift", "build", "--build-tests"])
        if built.returncode:
            sys.exit(f"error: \"{name}\" does not compile\n{built.stdout[-2000:]}")
        unit, simulator = noticed(folder, "MLOpsCoreTests"), noticed(folder, "SimulationTests")
    finally:
        with open(path, "w", encoding="utf-8") as source:
            source.write(text)
    print(f"{name:<42} unit tests: {unit:<10} simulator: {simulator}", flush=True)
    return unit != "no" or simulator != "no"


def noticed(folder, module):
    try:
        tests = run(folder, ["swift", "test", "--skip-build", "--disable-xctest", "--filter", f"^{module}\\."])
    except subprocess.TimeoutExpired:
        return "yes, hangs"
    if tests.returncode == 0:
        return "no"
    seeds = sorted(set(re.findall(r"seed (\d+) (?:fails|led|has)", tests.stdout)))
    return f"yes, {len(seeds)} of 60 seeds" if seeds else "yes"


def run(folder, command):
    """Runs a command that a mutation may have made endless: neither time, memory nor children outlive their limits."""
    environment = dict(os.environ, MLOPS_SEEDS=SEEDS)
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, start_new_session=True, preexec_fn=limit_memory) as process:
        try:
            output, _ = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
    return subprocess.CompletedProcess(command, process.returncode, output)


def limit_memory():
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
