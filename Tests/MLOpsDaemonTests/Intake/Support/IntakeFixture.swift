import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

/// A dataset `d` of a pipeline `p` on a real directory, with a clock that passes only when told to.
final class IntakeFixture: Sendable {
    let incoming: Incoming
    let record: IntakeRecord
    let clock: ManualClock
    let log: LogCapture
    let source: DatasetSource
    let pipeline: PipelineDefinition

    /// Starts watching; returns when the first scan is over, unless told otherwise.
    init(
        _ incoming: Incoming? = nil, record: IntakeRecord = IntakeRecord(), minRows: Int64 = 0,
        limits: IntakeLimits = IntakeLimits(), awaitsScan: Bool = true, isRemote: Bool = false,
        _ change: (inout DatasetDefinition) -> Void = { _ in }
    ) async throws {
        let incoming = try incoming ?? Incoming()
        self.incoming = incoming
        self.record = record
        let (clock, log) = (ManualClock(), LogCapture())
        self.clock = clock
        self.log = log
        var dataset = DatasetDefinition(name: "d", path: incoming.path)
        change(&dataset)
        pipeline = Self.pipeline(dataset, minRows: minRows)
        source = DatasetSource(
            index: record, effects: IntakeEffects(now: { clock.now }, send: record.send, log: log.logger),
            limits: limits,
            resolve: { path in
                guard isRemote, case .found(let path, _) = ResolvedRoot.Place(path) else {
                    return ResolvedRoot.Place(path)
                }
                return .found(path: path, isRemote: true)
            })
        source.configure([pipeline])
        guard awaitsScan else { return }
        try await eventually("the first scan ends") { !record.availability.isEmpty }
    }

    deinit { source.stop() }

    static func pipeline(_ dataset: DatasetDefinition, minRows: Int64) -> PipelineDefinition {
        PipelineDefinition(
            name: "p", id: "p-1", source: "", directory: "/", datasets: [dataset],
            triggers: [
                TriggerDefinition(
                    name: "t", expression: .operand(0),
                    operands: [
                        Operand(path: "t", condition: .newData(NewDataCondition(dataset: "d", minRows: minRows)))
                    ])
            ], steps: [])
    }

    /// Lets time pass, for the clock and for what waits on it.
    func pass(_ time: Duration) {
        clock.pass(time)
        source.wake()
    }

    /// Returns when every hint given so far was dealt with: a file dropped now is evidence of that.
    ///
    /// `ready: quiet` and `manifest` have no such file.
    func settleHints(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let name = "zz-\(record.events.count)-\(clock.now.uptime).csv"
        try incoming.drop("mark\n", as: name)
        try await eventually("\(name) arrives", sourceLocation: sourceLocation) { self.paths.contains(name) }
    }

    /// Evidence so far, by name.
    var paths: [String] { record.evidence.map { String(decoding: $0.path, as: UTF8.self) } }

    /// Evidence without the marks of `settleHints`.
    var news: [String] { paths.filter { !$0.hasPrefix("zz-") } }

    func expectReady(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("\(name) becomes ready", sourceLocation: sourceLocation) { self.paths.contains(name) }
    }

    /// A run reads everything so far; its manifest tells the digest of this file.
    func use(_ name: String) throws {
        let file = try SafeDirectory(incoming.path).openFile(try #require(RelativePath(name)))
        var known = try #require(try record.file("p", "d", path: Array(name.utf8))).record
        known.digest = try file.sha256().0.hexadecimal
        try record.put(known)
        try record.useAll()
    }

    /// Returns when a manifest was looked at whose files are not all there.
    func expectWaitingBatch(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("a batch waits", sourceLocation: sourceLocation) {
            self.pass(.milliseconds(100))
            return await self.source.inspect().contains { $0.waitingBatches == 1 }
        }
    }

    func observation(of name: String) -> FileRecord? { record.observations.last { $0.path == Array(name.utf8) } }
}
