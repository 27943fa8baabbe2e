import Foundation
import MLOpsCore
import Testing

@testable import MLOpsDaemon

@Suite struct `The message catalog` {
    @Test func `explains every message once and nothing else`() throws {
        let path = URL(filePath: #filePath).appending(path: "../../../../systemd/mlopsd.catalog").standardized
        let catalog = try String(contentsOf: path, encoding: .utf8)
        let explained = catalog.matches(of: /\n-- ([0-9a-f]{32})\nSubject: \S/).map { String($0.1) }
        #expect(explained.sorted() == MessageID.all.sorted())
    }

    @Test func `identifiers differ`() {
        #expect(Set(MessageID.all).count == MessageID.all.count)
        #expect(MessageID.all.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })
    }
}
