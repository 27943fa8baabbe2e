import Foundation
@testable import MLOpsConfig
import MLOpsCore
import Synchronization
import Testing

@Suite struct `A file that changes while it is read` {
    /// Calls `body` the first `count` times.
    final class Interference: Sendable {
        private let rest: Mutex<Int>

        init(_ count: Int) { rest = Mutex(count) }

        func strike(_ body: () -> Void) {
            let isDue = rest.withLock { rest in
                rest -= 1
                return rest >= 0
            }
            if isDue { body() }
        }
    }

    static func append(to path: String) {
        guard let handle = FileHandle(forWritingAtPath: path) else { return }
        handle.seekToEndOfFile()
        handle.write(Data("# more\n".utf8))
        handle.closeFile()
    }

    static func replace(_ path: String) {
        let isWritten = FileManager.default.createFile(
            atPath: path + ".new", contents: Data("new\n".utf8), attributes: [.posixPermissions: 0o644])
        if isWritten { rename(path + ".new", path) }
    }

    @Test func `F3 is read again until it is at rest`() throws {
        let tree = try TemporaryTree()
        try tree.write("a.yaml", "a: 1\n")
        let path = "\(tree.path)/a.yaml"
        let interference = Interference(2)
        let file = ConfigurationFile(tree: tree.path) { interference.strike { Self.append(to: path) } }
        #expect(try file.read(path) == .text("a: 1\n# more\n# more\n"))
    }

    @Test func `F3 is read anew when another takes its place`() throws {
        let tree = try TemporaryTree()
        try tree.write("a.yaml", "a: 1\n")
        let path = "\(tree.path)/a.yaml"
        let interference = Interference(1)
        let file = ConfigurationFile(tree: tree.path) { interference.strike { Self.replace(path) } }
        #expect(try file.read(path) == .text("new\n"))
    }

    @Test func `F3 is an error when it does not come to rest`() throws {
        let tree = try TemporaryTree()
        try tree.write("a.yaml", "a: 1\n")
        let path = "\(tree.path)/a.yaml"
        let file = ConfigurationFile(tree: tree.path) { Self.append(to: path) }
        let error = #expect(throws: ConfigurationError.self) { try file.read(path) }
        #expect(
            error.map { tree.relative($0.diagnostics) } == [
                "a.yaml: cannot read the file: it is being written to; it is read again with the next reload"
            ])
    }
}
