import MLOpsStatistics

/// Which rows of a batch are candidates for a sample: those whose number has a hash with enough leading zero bits.
///
/// Which rows a sample keeps depends on their numbers alone, not on batches, workers or the order of merging.
struct SampledRows: Sendable {
    private(set) var rows: [Int] = []
    /// Leading zero bits of each row's hash.
    private(set) var levels: [UInt8] = []

    /// Looks at consecutive rows of the whole data; those below `minimumLevel` are nobody's.
    mutating func set(firstRow: Int64, count: Int, minimumLevel: Int) {
        rows.removeAll(keepingCapacity: true)
        levels.removeAll(keepingCapacity: true)
        for index in 0..<count {
            let number = UInt64(truncatingIfNeeded: firstRow) &+ UInt64(truncatingIfNeeded: index)
            let level = SplitMix64.mix(number &+ 0x9e37_79b9_7f4a_7c15).leadingZeroBitCount
            guard level >= minimumLevel else { continue }
            rows.append(index)
            levels.append(UInt8(truncatingIfNeeded: level))
        }
    }
}
