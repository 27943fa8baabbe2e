import MLOpsCore
import MLOpsStore
import MLOpsTestKit
import Testing

@Suite struct `A history of real decisions` {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
    func `reads the same from both stores, also after a kill, and passes the audit`(_ seed: UInt64) throws {
        var history = try RandomHistory(seed: seed)
        var memory = InMemoryMetadataStore()
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for step in 0..<400 {
            let mutations = history.next()
            try memory.commit(mutations)
            try store.commit(mutations)
            if step % 100 == 99 {
                #expect(try store.restore() == memory.restore())
            }
        }
        let contents = memory.contents()
        #expect(try store.contents() == contents)
        let image = try temporary.image()
        let restarted = try image.open()
        #expect(try restarted.contents() == contents)
        #expect(try restarted.restore() == memory.restore())
        #expect(contents.runs.count > 3)
        #expect(try restarted.audit().violations == [])
    }
}
