extension HarmDetector {
    private static let version: UInt8 = 2
    // Far below where counting on would overflow.
    private static let mostRows = 1 << 53

    /// All that it remembers; restored, it goes on to the same bits.
    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: Self.version)
        writer.write(byte: phase == .learning ? 0 : phase == .watching ? 1 : 2)
        for count in [seen, missing, alarms, learned, improvedAt.map { $0 + 1 } ?? 0] { writer.write(count) }
        writer.write(sample.count)
        for loss in sample { writer.write(loss) }
        writer.write(byte: evidence == nil ? 0 : 1)
        evidence?.write(to: &writer)
        return writer.bytes
    }

    /// - Parameters:
    ///   - encoded: what a detector of the same settings remembered.
    /// - Throws: ``MalformedProfile`` for bytes that no such detector wrote.
    package init(encoded: [UInt8], settings: HarmSettings) throws(MalformedProfile) {
        self.init(settings)
        var reader = ByteReader(encoded)
        guard try reader.byte() == Self.version else { throw reader.malformed("a known version") }
        switch try reader.byte() {
        case 0: phase = .learning
        case 1: phase = .watching
        case 2: phase = .harmed
        default: throw reader.malformed("a phase")
        }
        seen = try reader.number(upTo: Self.mostRows)
        missing = try reader.number(upTo: seen)
        alarms = try reader.number(upTo: seen)
        learned = try reader.number(upTo: seen)
        let improved = try reader.number(upTo: seen)
        improvedAt = improved > 0 ? improved - 1 : nil
        sample = []
        for _ in 0..<(try reader.number(upTo: min(learned, reader.remaining / 8))) {
            let loss = try reader.double()
            guard !loss.isNaN else { throw reader.malformed("a loss") }
            sample.append(loss)
        }
        evidence = try reader.byte() == 1 ? HarmEvidence(&reader, settings: settings) : nil
        guard (evidence == nil) == (phase == .learning) else { throw reader.malformed("evidence of this phase") }
        try reader.end()
    }
}
