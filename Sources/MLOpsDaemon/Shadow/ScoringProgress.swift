import FoundationEssentials
import MLOpsLinux

/// How far each file of a log was scored.
struct ScoringProgress: Codable, Hashable {
    /// Bytes, by device and inode.
    private var offsets: [String: Int64] = [:]
    /// Parts that were scored.
    private(set) var parts = 0

    private static let maximumBytes = 16 << 20

    /// Returns nothing yet where there is none.
    static func read(from directory: String) throws -> ScoringProgress {
        let bytes: [UInt8]
        do throws(LinuxError) {
            bytes = try DurableFile.read(directory + "/progress.json", maximumBytes: maximumBytes)
        } catch {
            if error.code == 2 { return ScoringProgress() }
            throw error
        }
        return try JSONDecoder().decode(ScoringProgress.self, from: Data(bytes))
    }

    func write(to directory: String) throws {
        try DurableFile.write(JSONEncoder().encode(self), to: directory + "/progress.json", permissions: 0o600)
    }

    func offset(of file: FileFingerprint) -> Int64 { offsets[Self.key(file)] ?? 0 }

    mutating func advance(past part: LogPart) {
        offsets[Self.key(part.file)] = part.end
        if !part.content.isEmpty { parts += 1 }
    }

    private static func key(_ file: FileFingerprint) -> String { "\(file.device):\(file.inode)" }
}
