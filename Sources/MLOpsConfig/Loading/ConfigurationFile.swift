import Glibc

/// Reads files of the configuration, provided that only those who may decide what runs could have written them.
struct ConfigurationFile {
    enum Content: Hashable {
        case text(String)
        /// A link to /dev/null: the file is there so that there is none.
        case masked
    }

    /// The directory that the file, links followed, must be in; nil: any place and any owner, for files that a person
    /// hands over by name.
    let tree: String?
    /// Called between reading and checking; a test writes to the file here.
    var whileReading: @Sendable () -> Void = {}

    private static let attempts = 5
    private static let pauseMicroseconds: UInt32 = 10_000

    func read(_ path: String) throws(ConfigurationError) -> Content {
        guard let bytes = try bytes(of: path) else { return .masked }
        return .text(try SourceText.decode(bytes, file: path))
    }

    /// Returns nil for a masked file.
    private func bytes(of path: String) throws(ConfigurationError) -> [UInt8]? {
        do throws(FileFault) {
            let target = try destination(of: path)
            if target == "/dev/null" { return nil }
            if let tree { try Trust.check(target, inside: try RealPath.of(tree)) }
            return try stableBytes(of: target)
        } catch {
            throw ConfigurationError(
                Diagnostic(file: path, problem: "cannot read the file: \(error.cause)", hint: error.hint))
        }
    }

    private func destination(of path: String) throws(FileFault) -> String {
        do throws(FileFault) {
            return try RealPath.of(path)
        } catch {
            guard error.isAbsence, try FileStatus(linkAt: path).isLink else { throw error }
            throw .danglingLink
        }
    }

    /// An editor may be at work: what changed meanwhile is read again.
    private func stableBytes(of target: String) throws(FileFault) -> [UInt8] {
        for _ in 1..<Self.attempts {
            do throws(FileFault) {
                return try attemptToRead(target)
            } catch {
                guard error == .changing else { throw error }
                usleep(Self.pauseMicroseconds)
            }
        }
        return try attemptToRead(target)
    }

    private func attemptToRead(_ target: String) throws(FileFault) -> [UInt8] {
        let file = try OpenFile(path: target, followingLinks: false)
        if tree != nil { try Trust.check(try file.status(), noun: "the file") }
        return try file.bytes(atMost: SourceText.maximumBytes, whileReading: whileReading)
    }
}
