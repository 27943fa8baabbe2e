import Foundation
import MLOpsConfig
import Testing

/// Every file in `Rejected` is refused with exactly the messages in the text beside it.
///
/// With MLOPS_RECORD in the environment the texts are written instead; read the difference before committing it.
@Suite struct `Rejected files` {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Rejected")

    static let names: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: directory.path)  // None is a failure below.
        return (files ?? []).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test func `are there`() {
        #expect(Self.names.count > 40)
    }

    @Test(arguments: names) func `are refused with the messages beside them`(name: String) throws {
        let file = Self.directory.appending(path: name)
        let bytes = [UInt8](try Data(contentsOf: file.appendingPathExtension("yaml")))
        let messages = problems(bytes).joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["MLOPS_RECORD"] != nil {
            try messages.write(to: file.appendingPathExtension("txt"), atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: file.appendingPathExtension("txt"), encoding: .utf8)
        #expect(messages == expected)
    }
}
