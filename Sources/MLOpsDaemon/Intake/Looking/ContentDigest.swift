import MLOpsCore

/// The SHA-256 of a state of a file.
struct ContentDigest: Hashable, Sendable {
    let fingerprint: FileRecord.Fingerprint
    let digest: String
}
