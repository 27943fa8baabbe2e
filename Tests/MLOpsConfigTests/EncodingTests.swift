@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `Text files` {
    let text = `A whole definition`.text

    @Test func `F1 may begin with a byte order mark`() throws {
        #expect(try read("\u{FEFF}" + text).id == read(text).id)
    }

    @Test func `F1 may end their lines with CR LF`() throws {
        #expect(try read(text.replacing("\n", with: "\r\n")).id == read(text).id)
    }

    @Test func `F1 may lack the last end of line and have many`() throws {
        #expect(try read(text + "\n\n\n").id == read(text).id)
    }

    @Test func `may hold any language`() throws {
        let definition = try read("description: \"Größe 🚀 日本\"\n" + TemporaryTree.steps)
        #expect(definition.description == "Größe 🚀 日本")
    }

    @Test func `count columns in characters of Unicode`() {
        #expect(problems("description: {ü: 日本}\nsteps: { ü: 1 }").first?.hasPrefix("file:1:14: ") == true)
        #expect(problems("steps: { 日本: {}, b: { run: [a], x: 1 } }").last?.hasPrefix("file:1:33: steps.b.x") == true)
    }
}
