/// Reads the bytes of a TZif file (RFC 8536).
///
/// The bytes are not trusted: every count is checked against what is there.
struct TZifDecoder {
    struct Contents {
        var transitions: [Int64] = []
        var offsetIndices: [UInt8] = []
        var offsets: [ZoneOffset] = []
        var footer: PosixTimeZone?
    }

    private struct Header {
        var version: UInt8
        var universalFlagCount: Int
        var standardFlagCount: Int
        var leapCount: Int
        var transitionCount: Int
        var offsetCount: Int
        var abbreviationBytes: Int

        func dataByteCount(timeBytes: Int) -> Int {
            transitionCount * (timeBytes + 1) + offsetCount * 6 + abbreviationBytes
                + leapCount * (timeBytes + 4) + standardFlagCount + universalFlagCount
        }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func decode() throws(ParseFailure) -> Contents {
        let first = try header()
        guard first.version != 0 else { return try dataBlock(first, timeBytes: 4) }
        // The first block repeats in 32 bits what follows in 64.
        _ = try take(first.dataByteCount(timeBytes: 4))
        let second = try header()
        var contents = try dataBlock(second, timeBytes: 8)
        contents.footer = try footer()
        return contents
    }

    private mutating func header() throws(ParseFailure) -> Header {
        guard try take(4).elementsEqual("TZif".utf8) else { throw failure("it does not begin with \"TZif\"") }
        let version = try take(16).first ?? 0
        return Header(
            version: version, universalFlagCount: try count(), standardFlagCount: try count(),
            leapCount: try count(), transitionCount: try count(), offsetCount: try count(),
            abbreviationBytes: try count())
    }

    private mutating func dataBlock(_ header: Header, timeBytes: Int) throws(ParseFailure) -> Contents {
        guard (1...256).contains(header.offsetCount) else { throw failure("it has no offsets, or too many") }
        guard header.leapCount == 0 else { throw failure("it counts leap seconds") }
        // Before anything is allocated: the block must be there.
        guard header.dataByteCount(timeBytes: timeBytes) <= bytes.count - position else {
            throw failure("it is cut off")
        }
        var contents = Contents()
        contents.transitions = try transitions(header.transitionCount, timeBytes: timeBytes)
        contents.offsetIndices = Array(try take(header.transitionCount))
        guard contents.offsetIndices.allSatisfy({ $0 < header.offsetCount }) else {
            throw failure("a transition names an offset that is not there")
        }
        let records = try take(header.offsetCount * 6)
        let abbreviations = try take(header.abbreviationBytes)
        for index in 0..<header.offsetCount {
            let record = records.dropFirst(index * 6).prefix(6)
            contents.offsets.append(try offset(record, abbreviations: abbreviations))
        }
        _ = try take(header.standardFlagCount + header.universalFlagCount)
        return contents
    }

    private mutating func transitions(_ count: Int, timeBytes: Int) throws(ParseFailure) -> [Int64] {
        // Times no `Instant` can express, such as the "big bang" of old files, count as its first and last second.
        let expressible = -TimeZoneRules.latestSecond...TimeZoneRules.latestSecond
        var previous: Int64?
        var transitions: [Int64] = []
        transitions.reserveCapacity(count)
        for _ in 0..<count {
            let second = signed(try take(timeBytes))
            if let previous, previous >= second { throw failure("its transitions are not in order") }
            previous = second
            transitions.append(min(max(second, expressible.lowerBound), expressible.upperBound))
        }
        return transitions
    }

    private func offset(
        _ record: ArraySlice<UInt8>, abbreviations: ArraySlice<UInt8>
    ) throws(ParseFailure) -> ZoneOffset {
        let seconds = Int(signed(record.prefix(4)))
        // RFC 8536, 3.2: strictly between -25 and 26 hours.
        guard seconds > -25 * 3600, seconds < 26 * 3600 else { throw failure("it has an offset out of range") }
        let flags = record.dropFirst(4)
        guard let isDaylightSaving = flags.first, let nameStart = flags.last, nameStart < abbreviations.count else {
            throw failure("an abbreviation is not there")
        }
        let name = abbreviations.dropFirst(Int(nameStart)).prefix { $0 != 0 }
        return ZoneOffset(
            secondsFromUTC: seconds, isDaylightSaving: isDaylightSaving != 0,
            abbreviation: String(decoding: name, as: UTF8.self))
    }

    private mutating func footer() throws(ParseFailure) -> PosixTimeZone? {
        let newline = UInt8(ascii: "\n")
        guard try take(1).first == newline, let end = bytes[position...].firstIndex(of: newline) else {
            throw failure("its footer is cut off")
        }
        let text = Array(bytes[position..<end])
        return text.isEmpty ? nil : try PosixTimeZone(parsing: text)
    }

    private mutating func count() throws(ParseFailure) -> Int {
        let value = signed(try take(4))
        guard value >= 0 else { throw failure("a count in its header is too large") }
        return Int(value)
    }

    /// Reads a big-endian number in two's complement.
    private func signed(_ digits: ArraySlice<UInt8>) -> Int64 {
        let negative = (digits.first ?? 0) & 0x80 != 0
        return digits.reduce(negative ? -1 : 0) { $0 << 8 | Int64($1) }
    }

    private mutating func take(_ count: Int) throws(ParseFailure) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw failure("it is cut off") }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    private func failure(_ cause: String) -> ParseFailure { ParseFailure(cause, at: position) }
}
