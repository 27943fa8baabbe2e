import MLOpsCore
import MLOpsStore
import Synchronization

/// Whether the listed files of a run whose content is known still are what the record says; looked at by whoever has
/// time.
final class FileCheck: Sendable {
    /// To take files one by one would cost a part of looking at them.
    private static let pieceFiles = (FileListing.maximumFiles + UInt64.bitWidth - 1) / UInt64.bitWidth

    let run: RunID
    private let listed: [KnownFile]
    private let files: InputFiles
    private let taken = Atomic<Int>(0)
    /// A bit for each piece that was looked at.
    private let done = Atomic<UInt64>(0)
    private let foundChange = Atomic<Bool>(false)

    /// - Parameter listed: at most `FileListing.maximumFiles`.
    init(_ listed: [KnownFile], _ files: InputFiles, of run: RunID) {
        self.run = run
        self.listed = listed
        self.files = files
    }

    var count: Int { listed.count }

    /// Looks at the files that nobody has taken.
    func work() {
        while true {
            let piece = taken.add(1, ordering: .relaxed).oldValue
            guard piece < pieces else { return }
            look(at: piece)
        }
    }

    /// Whether all files are the same; waits for nobody: what another has taken and not done is looked at again, since a
    /// thread that leaves the processor to all others may not get it for long.
    func holds() -> Bool {
        work()
        for piece in 0..<pieces where done.load(ordering: .acquiring) & 1 << UInt64(piece) == 0 { look(at: piece) }
        return !foundChange.load(ordering: .relaxed)
    }

    private var pieces: Int { (listed.count + Self.pieceFiles - 1) / Self.pieceFiles }

    private func look(at piece: Int) {
        let start = piece * Self.pieceFiles
        let areSame = (start..<min(start + Self.pieceFiles, listed.count)).allSatisfy {
            listed[$0].record.digest == nil || files.holds(listed[$0].record.path, listed[$0].record.fingerprint)
        }
        if !areSame { foundChange.store(true, ordering: .relaxed) }
        done.bitwiseOr(1 << UInt64(piece), ordering: .releasing)
    }
}
