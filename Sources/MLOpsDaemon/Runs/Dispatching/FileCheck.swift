import Dispatch
import MLOpsCore
import MLOpsStore
import Synchronization

/// Whether files still are what the record says; looked at by whoever has time, each file once.
final class FileCheck: Sendable {
    /// To take files one by one would cost a part of looking at them.
    private static let pieceFiles = 16

    private let known: [KnownFile]
    private let files: InputFiles
    private let taken = Atomic<Int>(0)
    private let foundChange = Atomic<Bool>(false)
    private let looking = DispatchGroup()

    init(_ known: [KnownFile], _ files: InputFiles) {
        self.known = known
        self.files = files
    }

    /// Looks at the files that nobody has taken.
    func work() {
        looking.enter()
        defer { looking.leave() }
        while let piece = takePiece() {
            let isSame = piece.allSatisfy { files.holds($0.record.path, $0.record.fingerprint) }
            if !isSame { foundChange.store(true, ordering: .relaxed) }
        }
    }

    private func takePiece() -> ArraySlice<KnownFile>? {
        let start = taken.add(Self.pieceFiles, ordering: .relaxed).oldValue
        return start < known.count ? known[start..<min(start + Self.pieceFiles, known.count)] : nil
    }

    /// Whether all files are the same; looks at them beside the others who do, and waits for those.
    func holds() -> Bool {
        work()
        looking.wait()
        return !foundChange.load(ordering: .relaxed)
    }
}
