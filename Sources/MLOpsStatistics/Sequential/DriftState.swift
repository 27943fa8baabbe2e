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
