import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit

extension World {
    /// The watcher sees most of it at once, some of it at the next rescan, and some of it twice.
    mutating func filesArrive(_ count: Int, for pipeline: PipelineName) {
        delivered[pipeline, default: 0] += Int64(count)
        let isMissed = isTroubled && random.happens(onceIn: 6)
        guard daemon != nil, !isMissed, !isDeaf else { return }
        observeFiles(of: pipeline)
    }

    /// So many files at once that the kernel's queue overflows: until all is looked at, every hint is lost.
    mutating func burst(into pipeline: PipelineName) {
        delivered[pipeline, default: 0] += Int64.random(in: 100...1000, using: &random)
        isDeaf = true
        plan(.rescan, within: .seconds(60))
    }

    mutating func rescan() {
        isDeaf = false
        for pipeline in Self.names { observeFiles(of: pipeline) }
    }

    mutating func rootVanishes(of pipeline: PipelineName) {
        vanished.insert(pipeline)
        tellOfRoot(of: pipeline)
    }

    mutating func rootReturns(of pipeline: PipelineName) {
        vanished.remove(pipeline)
        tellOfRoot(of: pipeline)
        observeFiles(of: pipeline)
    }

    mutating func tellOfRoot(of pipeline: PipelineName) {
        handle(.datasetUnavailable(pipeline, "in", reason: vanished.contains(pipeline) ? "it is gone" : nil))
    }

    /// What is there and not in the committed index becomes ready: the index is the watcher's only memory.
    private mutating func observeFiles(of pipeline: PipelineName) {
        guard daemon != nil, !vanished.contains(pipeline), !isBeingCommitted(pipeline) else { return }
        let known = store.lastSequence(pipeline, "in")
        let there = delivered[pipeline] ?? 0
        guard there > known else { return }
        let files = ((known + 1)...there).map { number in
            FileRecord(
                path: Array("\(number)".utf8), state: .ready,
                fingerprint: .init(
                    device: 1, inode: UInt64(number), size: 100, modifiedNanoseconds: 0, changedNanoseconds: 0),
                sequence: number, rung: .rename, observedAt: now.wall)
        }
        handle(.filesReady(pipeline, "in", files))
    }

    /// The watcher gives out numbers once the former ones are on the record.
    private func isBeingCommitted(_ pipeline: PipelineName) -> Bool {
        backlog.contains { if case .filesReady(pipeline, _, _) = $0 { true } else { false } }
    }
}
