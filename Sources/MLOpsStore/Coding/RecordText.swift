/// JSON as it grows, with the objects and arrays in it that are not closed yet.
///
/// Everything is written once and at its place: no tree of the value is built first, as `JSONEncoder` does, which would
/// take several times as long in every commit.
final class RecordText {
    enum Bracket {
        case object, array

        fileprivate var first: UInt8 { self == .object ? UInt8(ascii: "{") : UInt8(ascii: "[") }
        fileprivate var last: UInt8 { self == .object ? UInt8(ascii: "}") : UInt8(ascii: "]") }
    }

    /// Not checked for overlapping accesses, which takes longer than most of them: only methods of this class change it.
    @exclusivity(unchecked) private(set) var bytes: [UInt8] = []
    /// The closing bracket of each open object or array, the outermost first.
    @exclusivity(unchecked) private var open: [(closing: UInt8, isEmpty: Bool)] = []

    /// Opens an object or array as the next value and returns its level.
    func begin(_ bracket: Bracket) -> Int {
        bytes.append(bracket.first)
        open.append((bracket.last, true))
        return open.count
    }

    /// Closes everything that was opened inside this level.
    func close(to level: Int) {
        while open.count > level {
            bytes.append(open.removeLast().closing)
        }
    }

    /// Makes room for the next element of the object or array at this level.
    func next(at level: Int) {
        close(to: level)
        if !open[level - 1].isEmpty { bytes.append(UInt8(ascii: ",")) }
        open[level - 1].isEmpty = false
    }

    func write(key: String) {
        write(key)
        bytes.append(UInt8(ascii: ":"))
    }

    func writeNull() { bytes.append(contentsOf: "null".utf8) }
    func write(_ value: Bool) { bytes.append(contentsOf: value ? "true".utf8 : "false".utf8) }

    /// Digit by digit: times are longer than what a `String` holds without memory of its own.
    func write(_ value: some FixedWidthInteger) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = UInt64(value.magnitude)
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// A number that is none must not keep a decision from being recorded.
    func write(_ value: Double) {
        if value.isFinite { return bytes.append(contentsOf: value.description.utf8) }
        write(value.isNaN ? RecordCoding.nan : value > 0 ? RecordCoding.infinity : "-" + RecordCoding.infinity)
    }

    func write(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { units in
            if units.allSatisfy(Self.isPlain) { return bytes.append(contentsOf: units) }
            for unit in units { write(unit) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func write(_ unit: UInt8) {
        switch unit {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(unit)
        case 0..<0x20:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(Self.hexadecimal[Int(unit >> 4)])
            bytes.append(Self.hexadecimal[Int(unit & 15)])
        default: bytes.append(unit)
        }
    }

    private static func isPlain(_ unit: UInt8) -> Bool {
        unit >= 0x20 && unit != UInt8(ascii: "\"") && unit != UInt8(ascii: "\\")
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)
}
