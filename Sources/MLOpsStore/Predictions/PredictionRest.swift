/// What few predictions have, packed: codes of segments, and scores of classes.
struct PredictionRest: Hashable {
    /// -1: null.
    var segments: [Int32]
    var scores: [Double]

    /// Appends what `init(encoded:)` reads.
    ///
    /// - Parameter segment: The code of a column's value; columns behind the 255th are left out.
    static func append(segments: Int, scores: [Double], to bytes: inout [UInt8], segment: (Int) -> Int32) {
        let count = min(segments, Int(UInt8.max))
        bytes.append(UInt8(count))
        for column in 0..<count { append(UInt64(UInt32(bitPattern: segment(column))), 4, to: &bytes) }
        for score in scores { append(score.bitPattern, 8, to: &bytes) }
    }

    /// Of other bytes what can be read.
    init(encoded bytes: [UInt8]) {
        let count = Int(bytes.first ?? 0)
        segments = []
        scores = []
        var place = 1
        while segments.count < count, place + 4 <= bytes.count {
            segments.append(Int32(bitPattern: UInt32(truncatingIfNeeded: Self.number(bytes[place..<place + 4]))))
            place += 4
        }
        while place + 8 <= bytes.count {
            scores.append(Double(bitPattern: Self.number(bytes[place..<place + 8])))
            place += 8
        }
    }

    private static func append(_ number: UInt64, _ count: Int, to bytes: inout [UInt8]) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
