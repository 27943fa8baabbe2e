import MLOpsData
import Testing

@Suite struct `Any division of a text` {
    /// Pieces that are hostile in any order.
    private static let pieces = [
        ",", ",", "\"", "\n", "\n", "\r\n", "\r", "a", " ", "\"\"", "é", "1", "-2.5", "true", "2024-01-02", "NA", ";",
    ]

    @Test func `gives the same table`() throws {
        var random = SplitMix(seed: 7)
        for _ in 0..<600 {
            let text = (0..<Int(random.next() % 40)).map { _ in
                Self.pieces[Int(random.next() % UInt64(Self.pieces.count))]
            }
            let bytes = Array(text.joined().utf8)
            let whole = dump(bytes, blockBytes: 1 << 19, workers: 1)
            for blockBytes in [1, 5, 17] {
                #expect(dump(bytes, blockBytes: blockBytes, workers: 2) == whole, "\(text)")
            }
        }
    }

    @Test func `counts the rows that are read`() throws {
        var random = SplitMix(seed: 8)
        for _ in 0..<600 {
            let text = (0..<Int(random.next() % 40)).map { _ in
                Self.pieces[Int(random.next() % UInt64(Self.pieces.count))]
            }
            let bytes = Array(text.joined().utf8)
            let read = try? table(bytes, name: "a.csv").report.rows  // refused by one, refused by the other
            let counted = try? rowCount(of: bytes, name: "a.csv", inPiecesOf: 3)
            #expect(read == counted, "\(text)")
        }
    }

    /// Chunks without any quote are split another way than those with one.
    @Test(arguments: 1...4)
    func `gives the same rows with a quote somewhere in it as without`(columns: Int) {
        let cells = ["", "x", "1.25", "-7", "a text that is longer than a word of the machine, by far", "é"]
        var random = SplitMix(seed: 9)
        for round in 0..<60 {
            let rows = (0..<(round * 4)).map { _ in
                let irregular = random.next() % 40
                let count = irregular == 0 ? columns + 1 : irregular == 1 ? columns - 1 : irregular == 2 ? 0 : columns
                return (0..<count).map { _ in cells[Int(random.next() % 6)] }.joined(separator: ",")
            }
            let header = (0..<columns).map { "c\($0)" }.joined(separator: ",")
            let rest = String(repeating: ",z", count: columns - 1) + "\n" + rows.joined(separator: "\n")
            let plain = Array("\(header)\nfirst\(rest)".utf8), quoted = Array("\(header)\n\"first\"\(rest)".utf8)
            for blockBytes in [1 << 19, 1000] {
                let one = dump(plain, blockBytes: blockBytes, workers: 1)
                #expect(one == dump(quoted, blockBytes: 1 << 19, workers: 1), "\(rows)")
            }
        }
    }

    private func dump(_ bytes: [UInt8], blockBytes: Int, workers: Int) -> String {
        do throws(DataError) {
            let options = ReadOptions(format: .csv, blockBytes: blockBytes)
            let dump = try TableDump(DataFile(bytes: bytes), options: options, workers: workers)
            return "\(dump.text) \(dump.report.rows) \(dump.report.shortRows) \(dump.report.schema)"
        } catch {
            return "\(error)"
        }
    }
}

/// Numbers that are the same in every run (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
