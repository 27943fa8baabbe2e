/// Counts of times, in cells less than 1.6 % wide.
struct DelayCells: Sendable, Equatable {
    // 64 cells in each doubling.
    private static let dropped: UInt64 = 46
    /// Times are cut off there, in seconds.
    private static let range = 1e-3...1e12

    private var counts: [UInt64: Int] = [:]
    private(set) var total = 0

    mutating func add(_ seconds: Double) { add(1, key: Self.key(seconds)) }

    private mutating func add(_ count: Int, key: UInt64) {
        counts[key, default: 0] += count
        total += count
    }

    mutating func merge(_ other: DelayCells) {
        for (key, count) in other.sorted { add(count, key: key) }
    }

    /// In rising order.
    var sorted: [(key: UInt64, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { (key: $0.key, count: $0.value) }
    }

    static func key(_ seconds: Double) -> UInt64 {
        min(max(seconds, range.lowerBound), range.upperBound).bitPattern >> dropped
    }

    /// The middle of a cell.
    static func seconds(_ key: UInt64) -> Double { Double(bitPattern: key << dropped | 1 << (dropped - 1)) }
}

extension DelayCells {
    func write(to writer: inout ByteWriter) {
        let sorted = sorted
        writer.write(sorted.count)
        for (key, count) in sorted {
            writer.write(Int(key))
            writer.write(count)
        }
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        let (first, last) = (Self.key(Self.range.lowerBound), Self.key(Self.range.upperBound))
        for _ in 0..<(try reader.number(upTo: min(Int(last - first) + 1, reader.remaining / 2))) {
            let key = UInt64(try reader.number(upTo: Int(last)))
            guard key >= first, counts[key] == nil else { throw reader.malformed("another time") }
            add(try reader.number(upTo: PerformanceSums.mostRows - total), key: key)
        }
    }
}
