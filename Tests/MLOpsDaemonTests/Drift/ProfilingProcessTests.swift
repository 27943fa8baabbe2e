import Foundation
import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import Testing

@testable import MLOpsDaemon

/// The process that reads hostile files, played by scripts that end as hostile files make it end.
@Suite struct `A profiling process` {
    private let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "mlopsd-profiling-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private func program(_ script: String) throws -> ProfilingProcess {
        let path = directory + "/program"
        try Scratch.write(Array("#!/bin/sh\n\(script)\n".utf8), toPath: path)
        try #require(chmod(path, 0o700) == 0)
        return ProfilingProcess(program: path, timeout: .seconds(20))
    }

    private var dataset: DatasetDefinition { DatasetDefinition(name: "in", path: directory) }

    private func record(_ sequence: Int64) -> FileRecord {
        FileRecord(
            path: Array("\(sequence).csv".utf8), state: .ready,
            fingerprint: .init(device: 1, inode: 1, size: 1, modifiedNanoseconds: 0, changedNanoseconds: 0),
            sequence: sequence, observedAt: Instant(seconds: 7))
    }

    private static let profiled =
        #"{"profiled":{"file":0,"_1":{"rows":5,"window":"AQI=","missing":[],"changed":[],"added":[]}}}"#

    @Test func `that answers gives each file its profile`() throws {
        let process = try program("cat >/dev/null; echo '\(Self.profiled)'; echo '{\"ended\":{}}'")
        let profiles = try process.profiles(of: [record(3)], on: [1], in: dataset)
        let arrival = Instant(seconds: 7)
        #expect(profiles == [FileProfile(sequence: 3, rows: 5, times: arrival...arrival, profile: [1, 2])])
    }

    @Test func `that a file kills is begun anew with the next, and the file is named`() throws {
        let process = try program(
            """
            n=$(cat \(directory)/count 2>/dev/null || echo 0); echo $((n + 1)) >\(directory)/count
            if [ "$n" = 0 ]; then echo '\(Self.profiled)'; echo '{"began":{"file":1}}'; kill -SEGV $$; fi
            echo '\(Self.profiled)'; echo '{"ended":{}}'
            """)
        let profiles = try process.profiles(of: [record(1), record(2), record(3)], on: [1], in: dataset)
        #expect(profiles.map(\.sequence) == [1, 2, 3])
        #expect(profiles.map(\.rows) == [5, 0, 5])
        #expect(profiles[1].failure == "reading it ended the process that did, with signal 11")
    }

    @Test func `that says nothing is an error and no endless loop`() throws {
        let process = try program("echo 'no memory' >&2; exit 1")
        let error = #expect(throws: ProfilingError.self) {
            try process.profiles(of: [record(1)], on: [1], in: dataset)
        }
        #expect(error?.description == "no memory")
    }

    @Test func `that hangs is ended`() async throws {
        var hanging = try program("echo '{\"began\":{\"file\":0}}'; exec sleep 1000")
        // Long enough to say that it began, on a busy machine too.
        hanging.timeout = .seconds(3)
        let (process, record, dataset) = (hanging, record(1), dataset)
        // Off the few threads that tests share.
        let profiles = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { () throws -> [FileProfile] in
                        try process.profiles(of: [record], on: [1], in: dataset)
                    })
            }
        }
        #expect(profiles.map(\.failure) == ["reading it took too long"])
    }

    @Test func `that is not there is an error`() {
        let process = ProfilingProcess(program: directory + "/nowhere")
        #expect(throws: ProfilingError.self) { try process.profiles(of: [record(1)], on: [1], in: dataset) }
    }

    @Test func `whose lines are torn or foreign believes what came before`() throws {
        let process = try program("echo '\(Self.profiled)'; echo '{\"profiled\":{\"file\":1,\"_1\":{\"ro'")
        let profiles = try process.profiles(of: [record(1)], on: [1], in: dataset)
        #expect(profiles.map(\.rows) == [5])
    }
}
