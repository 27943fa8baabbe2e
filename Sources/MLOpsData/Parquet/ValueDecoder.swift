/// Reads the values of one page, whatever its encoding.
enum ValueDecoder {
    case plain(PlainDecoder)
    case dictionary(HybridDecoder)
    case booleans(HybridDecoder)
    case delta(DeltaDecoder, is32: Bool)
    case deltaText(DeltaTextDecoder)
    case byteStreamSplit(ByteStreamSplitDecoder)

    /// - Parameter valueCount: Of the page, nulls among them.
    init(
        encoding: Int, _ page: PageBytes, _ leaf: ParquetLeaf, valueCount: Int, limits: DataLimits
    ) throws(DataError) {
        let isText = leaf.physical == .byteArray || leaf.physical == .fixedByteArray
        switch encoding {
        case 0: self = .plain(PlainDecoder(page, leaf, limits: limits))
        case 2, 8: self = .dictionary(try Self.indices(page))
        case 3 where leaf.physical == .boolean: self = .booleans(try Self.booleans(page))
        case 5 where leaf.physical == .int32 || leaf.physical == .int64:
            self = .delta(try DeltaDecoder(page, atMost: valueCount), is32: leaf.physical == .int32)
        case 6 where leaf.physical == .byteArray, 7 where isText:
            self = .deltaText(
                try DeltaTextDecoder(page, hasPrefixes: encoding == 7, atMost: valueCount, limits: limits))
        case 9: self = .byteStreamSplit(try ByteStreamSplitDecoder(page, leaf))
        default: throw DataError(.unsupported("encoding \(encoding) of \(leaf.physical) values"))
        }
    }

    private static func indices(_ page: PageBytes) throws(DataError) -> HybridDecoder {
        var page = page
        // A page whose values are all null may have nothing here.
        let width = page.remaining == 0 ? 0 : Int(try page.takeByte())
        return try HybridDecoder(page, width: width)
    }

    private static func booleans(_ page: PageBytes) throws(DataError) -> HybridDecoder {
        var page = page
        let count = Int(try page.takeUInt32())
        return try HybridDecoder(try page.split(count), width: 1)
    }

    mutating func read(
        _ count: Int, dictionary: PhysicalValues?, into values: inout PhysicalValues
    ) throws(DataError) {
        guard count > 0 else { return }
        switch self {
        case .plain(var decoder):
            try decoder.read(count, into: &values)
            self = .plain(decoder)
        case .dictionary(var decoder):
            guard let dictionary else { throw DataError(.malformed("a column has no dictionary and needs one")) }
            try Self.withNumbers(count, &decoder) { indices throws(DataError) in
                try values.append(from: dictionary, indices)
            }
            self = .dictionary(decoder)
        case .booleans(var decoder):
            try Self.withNumbers(count, &decoder) { bits throws(DataError) in
                for bit in bits { values.integers.append(Int64(bit)) }
            }
            self = .booleans(decoder)
        case .delta(var decoder, let is32):
            // The differences of 32 bits wrap around in 32 bits.
            try decoder.read(count) { values.integers.append(is32 ? Int64(Int32(truncatingIfNeeded: $0)) : $0) }
            self = .delta(decoder, is32: is32)
        case .deltaText(var decoder):
            try decoder.read(count, into: &values)
            self = .deltaText(decoder)
        case .byteStreamSplit(var decoder):
            try decoder.read(count, into: &values)
            self = .byteStreamSplit(decoder)
        }
    }

    private static func withNumbers(
        _ count: Int, _ decoder: inout HybridDecoder,
        _ body: (UnsafeBufferPointer<UInt32>) throws(DataError) -> Void
    ) throws(DataError) {
        let numbers = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
        defer { numbers.deallocate() }
        numbers.initialize(repeating: 0)
        try decoder.read(into: numbers)
        try body(UnsafeBufferPointer(numbers))
    }
}
