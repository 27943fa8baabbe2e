/// Reads DELTA_LENGTH_BYTE_ARRAY, and with prefixes DELTA_BYTE_ARRAY: what a value shares with the one before it.
struct DeltaTextDecoder {
    private var prefixes: DeltaDecoder?
    private var lengths: DeltaDecoder
    private var data: PageBytes
    private var previous: [UInt8] = []
    private let limits: DataLimits

    init(_ page: PageBytes, hasPrefixes: Bool, atMost limit: Int, limits: DataLimits) throws(DataError) {
        self.limits = limits
        var start = page
        if hasPrefixes {
            let prefixes = try DeltaDecoder(page, atMost: limit)
            self.prefixes = prefixes
            start = try Self.end(of: prefixes)
        }
        lengths = try DeltaDecoder(start, atMost: limit)
        data = try Self.end(of: lengths)
    }

    /// Only reading all numbers tells where they end.
    private static func end(of decoder: DeltaDecoder) throws(DataError) -> PageBytes {
        var decoder = decoder
        try decoder.read(decoder.remaining) { _ in }
        return decoder.bytes
    }

    mutating func read(_ count: Int, into values: inout PhysicalValues) throws(DataError) {
        var (prefix, length): ([Int64], [Int64]) = ([], [])
        try lengths.read(count) { length.append($0) }
        try prefixes?.read(count) { prefix.append($0) }
        for index in 0..<count {
            let shared = prefixes == nil ? 0 : prefix[index]
            guard (0...Int64(previous.count)).contains(shared), (0...Int64(data.remaining)).contains(length[index])
            else { throw PageBytes.broken }
            let total = Int(shared + length[index])
            guard total <= limits.cellBytes else { throw DataError(.limit(.cellBytes, Int64(limits.cellBytes))) }
            guard values.text.bytes.count + total <= PhysicalValues.maximumBytes else {
                throw DataError(.limit(.pageBytes, Int64(PhysicalValues.maximumBytes)))
            }
            try readCell(shared: Int(shared), length: Int(length[index]), into: &values)
        }
    }

    private mutating func readCell(
        shared: Int, length: Int, into values: inout PhysicalValues
    ) throws(DataError) {
        guard prefixes != nil else { return try data.take(length) { values.text.append($0) } }
        previous.removeLast(previous.count - shared)
        previous += try data.take(length) { Array($0) }
        previous.withUnsafeBytes { values.text.append($0) }
    }
}
