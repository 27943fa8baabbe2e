import FoundationEssentials

/// Directories with names short enough for a socket in them.
enum TemporaryDirectory {
    static func make() throws -> String {
        let path = "/tmp/mlopsctl-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        return path
    }

    static func remove(_ path: String) {
        // What is left of it harms no other test.
        try? FileManager.default.removeItem(atPath: path)  // It is only temporary.
    }
}
