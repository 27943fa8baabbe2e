/// Writes TZif files, sound and unsound, for zones that do not exist.
struct TZif {
    var version: UInt8 = UInt8(ascii: "2")
    /// The offset in force before the first transition, in seconds.
    var initialOffset = 0
    /// When which offset begins, in seconds.
    var transitions: [(second: Int64, offset: Int)] = []
    var footer = ""
    var leapSecondCount = 0

    var bytes: [UInt8] {
        guard version != 0 else { return header + block(timeBytes: 4) }
        return header + block(timeBytes: 4) + header + block(timeBytes: 8) + Array("\n\(footer)\n".utf8)
    }

    private var offsets: [Int] { [initialOffset] + transitions.map(\.offset) }

    private var header: [UInt8] {
        let counts = [0, 0, leapSecondCount, transitions.count, offsets.count, 4]
        return Array("TZif".utf8) + [version] + Array(repeating: 0, count: 15) + counts.flatMap { number(Int64($0), 4) }
    }

    private func block(timeBytes: Int) -> [UInt8] {
        transitions.flatMap { number($0.second, timeBytes) }
            + transitions.indices.map { UInt8($0 + 1) }
            + offsets.flatMap { number(Int64($0), 4) + [0, 0] }
            + Array("XXX\0".utf8)
            + Array(repeating: 0, count: leapSecondCount * (timeBytes + 4))
    }

    private func number(_ value: Int64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
    }
}
