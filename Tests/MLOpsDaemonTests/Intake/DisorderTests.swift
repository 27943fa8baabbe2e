import CMLOpsLinux
import Glibc
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// Everything that writers, the kernel, the loop and crashes do, in any order; when it is over, the record must say what
/// is true of the directory.
@Suite(.timeLimit(.minutes(30)), .serialized) struct `Disorder of all kinds` {
    @Test(arguments: 1...6)
    func `ends with a record that is true`(seed: UInt64) async throws {
        var disorder = try await Disorder(seed: seed)
        for _ in 0..<250 { try await disorder.happen() }
        try await disorder.end()
        try await eventually("the record is true, seed \(seed): \(try disorder.falsehood() ?? "")") {
            disorder.intake.source.rescan()
            disorder.intake.pass(.seconds(20))
            return try disorder.falsehood() == nil
        }
        let numbers = disorder.intake.record.evidence.map(\.sequence)
        #expect(Set(numbers).count == numbers.count, "no number is given twice")
        #expect(numbers == numbers.sorted(), "numbers rise")
    }
}

/// A directory in which anything may happen next.
private struct Disorder {
    private(set) var intake: IntakeFixture
    private var random: SplitMix
    private var open: [UnsafeMutablePointer<FILE>] = []
    private let names = (0..<12).map { "f\($0).csv" } + ["sub/a.csv", "sub/b.csv", "sub/deep/c.csv"]

    init(seed: UInt64) async throws {
        random = SplitMix(state: seed)
        intake = try await IntakeFixture { $0.recursive = true }
        try intake.incoming.makeDirectory("sub")
        try intake.incoming.makeDirectory("sub/deep")
    }

    mutating func happen() async throws {
        let name = names[random.below(names.count)], path = intake.incoming.path + "/" + name
        switch random.below(16) {
        case 0, 1, 2:
            write(text(), to: intake.incoming.scratch + "/out/x")
            rename(intake.incoming.scratch + "/out/x", path)
        case 3, 4: write(text(), to: path)
        case 5:
            if let file = fopen(path, "ae") {
                fputs(text(), file)
                open.append(file)
            }
        case 6: if let file = open.popLast() { fclose(file) }
        case 7: unlink(path)
        case 8: rename(path, intake.incoming.path + "/" + names[random.below(12)])
        case 9: link(path, intake.incoming.path + "/" + names[random.below(12)])
        case 10: chmod(path, random.below(2) == 0 ? 0o600 : 0o644)
        case 11: utimes(path, nil)
        case 12: intake.pass(.seconds(random.below(6)))
        case 13: moveDirectory()
        case 14: disturb()
        default: if random.below(4) == 0 { try await restart() }
        }
    }

    private mutating func text() -> String { String(repeating: "x", count: random.below(4)) + "\n" }

    /// The directory may be away at the time.
    private func write(_ text: String, to path: String) {
        guard let file = fopen(path, "we") else { return }
        fputs(text, file)
        fclose(file)
    }

    private func moveDirectory() {
        if rename(intake.incoming.path + "/sub/deep", intake.incoming.scratch + "/out/deep") != 0 {
            rename(intake.incoming.scratch + "/out/deep", intake.incoming.path + "/sub/deep")
        }
    }

    private mutating func disturb() {
        switch random.below(5) {
        case 0: intake.source.pretend([.overflow])
        case 1: intake.source.rescan()
        case 2: intake.record.holdCommits()
        case 3: intake.record.commitHeld()
        default: intake.source.configure([intake.pipeline])
        }
    }

    /// The daemon is killed: what was not committed is lost.
    private mutating func restart() async throws {
        intake.source.stop()
        intake.record.crash()
        intake = try await IntakeFixture(intake.incoming, record: intake.record) { $0.recursive = true }
    }

    mutating func end() async throws {
        for file in open { fclose(file) }
        open = []
        intake.record.commitHeld()
    }

    /// What the record says and is not so; nil: it is true.
    func falsehood() throws -> String? {
        let records = try intake.record.files("p", "d", after: [], limit: 1000)
        let present = names.filter { access(intake.incoming.path + "/" + $0, F_OK) == 0 }
        for name in present {
            let status = try intake.incoming.status(name)
            guard status.st_size > 0 else { continue }
            guard let record = records.first(where: { $0.path == Array(name.utf8) }) else {
                return "\(name) is unknown"
            }
            guard record.state == .ready || record.state == .revised else { return "\(name) is \(record.state)" }
            guard record.fingerprint.inode == status.st_ino, record.fingerprint.size == status.st_size,
                record.fingerprint.changedNanoseconds
                    == Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
            else { return "\(name) is another one" }
            guard record.sequence > 0 else { return "\(name) has no number" }
        }
        for record in records where record.state != .vanished {
            let name = String(decoding: record.path, as: UTF8.self)
            guard present.contains(name) else { return "\(name) is \(record.state) and gone" }
        }
        return nil
    }
}

/// A small generator whose every seed is another story.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
