extension DriftBaseline {
    private static let version: UInt8 = 2
    private static let maximumPhases = 10_000
    private static let maximumWindows = 1 << 20

    /// The baseline as bytes; windows and values to the last bit.
    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: Self.version)
        all.encode(into: &writer)
        writer.write(phases.count)
        for (name, phase) in phases.sorted(by: { $0.key < $1.key }) {
            writer.write(string: Array(name.utf8))
            phase.encode(into: &writer)
        }
        return writer.bytes
    }

    /// Decodes what ``encoded`` returned.
    ///
    /// - Parameter reference: the one that the baseline was made for.
    /// - Throws: ``MalformedProfile`` for other bytes; never traps.
    package init(encoded bytes: [UInt8], reference: ReferenceProfile) throws(MalformedProfile) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.version else { throw reader.malformed("version \(Self.version)") }
        let all = try Phase(&reader, reference)
        var phases: [String: Phase] = [:]
        for _ in 0..<(try reader.number(upTo: Self.maximumPhases)) {
            let name = String(decoding: try reader.string(), as: UTF8.self)
            phases[name] = try Phase(&reader, reference)
        }
        try reader.end()
        self.init(all: all, phases: phases)
    }

    static func values(_ reader: inout ByteReader) throws(MalformedProfile) -> [Double] {
        var values: [Double] = []
        for _ in 0..<(try reader.number(upTo: maximumWindows)) {
            let value = try reader.double()
            guard value.isFinite else { throw reader.malformed("a finite number") }
            values.append(value)
        }
        return values
    }
}

extension DriftBaseline.Phase {
    fileprivate func encode(into writer: inout ByteWriter) {
        writer.write(byte: window == nil ? 0 : 1)
        if let window { writer.write(string: window.encoded) }
        writer.write(nulls.count)
        for null in nulls {
            writer.write(byte: null.scale == nil ? 0 : 1)
            if let scale = null.scale {
                writer.write(scale.middle)
                writer.write(scale.range)
            }
            for values in [
                null.locations.values, null.locations.rowVariances, null.levels.values, null.levels.rowVariances,
                null.logSuprema, null.logDistances, null.missingRates,
            ] {
                writer.write(values.count)
                for value in values { writer.write(value) }
            }
        }
    }

    fileprivate init(_ reader: inout ByteReader, _ reference: ReferenceProfile) throws(MalformedProfile) {
        var window: WindowProfile?
        if try reader.byte() != 0 {
            var sum = reference.emptyWindow
            try sum.merge(encoded: try reader.string())
            window = sum
        }
        var nulls: [WindowNull] = []
        for _ in 0..<(try reader.number(upTo: reference.columns.count)) { nulls.append(try WindowNull(&reader)) }
        self.init(window: window, nulls: nulls)
    }
}

extension WindowNull {
    fileprivate init(_ reader: inout ByteReader) throws(MalformedProfile) {
        if try reader.byte() != 0 {
            let (middle, range) = (try reader.double(), try reader.double())
            scale = LevelScale(middle: middle, range: range)
            if scale == nil { throw reader.malformed("a scale") }
        }
        locations = try LocationNull(&reader)
        levels = try LocationNull(&reader)
        logSuprema = try DriftBaseline.values(&reader)
        logDistances = try DriftBaseline.values(&reader)
        missingRates = try DriftBaseline.values(&reader)
        guard logSuprema.count == locations.values.count, missingRates.count == logDistances.count else {
            throw reader.malformed("as many values of each kind as windows")
        }
    }
}

extension LocationNull {
    fileprivate init(_ reader: inout ByteReader) throws(MalformedProfile) {
        values = try DriftBaseline.values(&reader)
        rowVariances = try DriftBaseline.values(&reader)
        guard rowVariances.count == values.count, rowVariances.allSatisfy({ $0 >= 0 }) else {
            throw reader.malformed("a variance for each value")
        }
    }
}
