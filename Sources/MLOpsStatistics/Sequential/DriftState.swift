/// All that a drift monitor remembers between windows; restored, it goes on to the same bits.
package struct DriftState: Sendable, Equatable, Codable {
    /// S of each column, as bit patterns: −∞ and the last digit survive every encoding.
    package private(set) var statisticBits: [UInt64]
    package private(set) var isSuspect = false
    /// Calm windows since the detector was last near its level.
    package private(set) var calmWindows = 0
    /// Windows that were judged.
    package private(set) var looks = 0
    /// Alarms raised.
    package private(set) var alarms = 0

    /// Nothing seen yet.
    package init(columns: Int) {
        statisticBits = [UInt64](repeating: (-Double.infinity).bitPattern, count: columns)
    }

    /// S of each column; what no monitor wrote is read as −∞.
    package var logStatistics: [Double] {
        statisticBits.map { bits in
            let value = Double(bitPattern: bits)
            return value.isNaN || value == .infinity ? -.infinity : value
        }
    }

    // Records one look; an alarm makes the state suspect, and enough calm windows end that.
    mutating func record(_ detector: ShiryaevRoberts, isAlarm: Bool, isCalm: Bool, calmWindowsNeeded: Int) {
        statisticBits = detector.logStatistics.map(\.bitPattern)
        looks += 1
        calmWindows = isCalm && !isAlarm ? calmWindows + 1 : 0
        if isAlarm {
            // What is suspected already is no second incident.
            alarms += isSuspect ? 0 : 1
            isSuspect = true
        } else if calmWindows >= calmWindowsNeeded {
            isSuspect = false
        }
    }
}

extension DriftState {
    private enum CodingKeys: String, CodingKey { case statisticBits, isSuspect, calmWindows, looks, alarms }

    // More looks than any daemon takes, and few enough that counting on never overflows.
    private static let maximumCount = 1 << 53

    /// - Throws: `DecodingError` for counts that no monitor wrote.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func count(_ key: CodingKeys) throws -> Int {
            let count = try values.decode(Int.self, forKey: key)
            guard (0...Self.maximumCount).contains(count) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: values, debugDescription: "\(count) is no count")
            }
            return count
        }
        statisticBits = try values.decode([UInt64].self, forKey: .statisticBits)
        isSuspect = try values.decode(Bool.self, forKey: .isSuspect)
        calmWindows = try count(.calmWindows)
        looks = try count(.looks)
        alarms = try count(.alarms)
    }
}
