/// The times of day that a pattern selects, in microseconds since midnight.
///
/// They are numbered in ascending order; counting and searching are arithmetic on that number.
struct TimeMatcher: Hashable {
    private let hours: UInt64
    private let minutes: UInt64
    private let seconds: SecondSet

    private static let minute = 60_000_000
    private static let hour = 60 * minute

    init(_ pattern: CalendarPattern) {
        hours = pattern.hour.bits(in: .hour)
        minutes = pattern.minute.bits(in: .minute)
        seconds = SecondSet(pattern.second)
    }

    /// How many times a day has.
    var countPerDay: Int { hours.nonzeroBitCount * countPerHour }

    private var countPerHour: Int { minutes.nonzeroBitCount * seconds.count }

    /// The time with an index from 0 to below ``countPerDay``, in ascending order.
    subscript(index: Int) -> Int {
        let hour = hours.position(ofBit: index / countPerHour)
        let minute = minutes.position(ofBit: index % countPerHour / seconds.count)
        return hour * Self.hour + minute * Self.minute + seconds[index % seconds.count]
    }

    /// Returns how many times of a day are before `time`, which may be the end of the day.
    func count(before time: Int) -> Int {
        let hour = time / Self.hour
        let (minute, moment) = (time % Self.hour).quotientAndRemainder(dividingBy: Self.minute)
        var count = hours.countBits(below: hour) * countPerHour
        guard hours.hasBit(hour) else { return count }
        count += minutes.countBits(below: minute) * seconds.count
        return minutes.hasBit(minute) ? count + seconds.count(before: moment) : count
    }

    /// The shortest distance between two times of the same day, `nil` when there is only one.
    var shortestGap: Int? {
        let inMinute = seconds.shortestGap
        let minuteGap = minutes.shortestGap.map { $0 * Self.minute - seconds.spread }
        let minuteSpread = minutes.spread * Self.minute + seconds.spread
        let hourGap = hours.shortestGap.map { $0 * Self.hour - minuteSpread }
        return [inMinute, minuteGap, hourGap].compactMap(\.self).min()
    }

    /// The distance from the first time of the day to the last.
    var spread: Int { hours.spread * Self.hour + minutes.spread * Self.minute + seconds.spread }
}

extension SecondSet {
    fileprivate var spread: Int { self[count - 1] - self[0] }

    fileprivate var shortestGap: Int? {
        switch self {
        case .progression(let progression): progression.count > 1 ? progression.step : nil
        case .list(let moments): zip(moments, moments.dropFirst()).map { $1 - $0 }.min()
        }
    }
}

extension UInt64 {
    fileprivate func hasBit(_ index: Int) -> Bool { self & 1 << UInt64(index) != 0 }

    fileprivate func countBits(below index: Int) -> Int { (self & ~(.max << UInt64(index))).nonzeroBitCount }

    /// The position of the set bit that has `rank` set bits below it.
    fileprivate func position(ofBit rank: Int) -> Int {
        var rest = self
        for _ in 0..<rank { rest &= rest - 1 }
        return rest.trailingZeroBitCount
    }

    fileprivate var spread: Int { 63 - leadingZeroBitCount - trailingZeroBitCount }

    fileprivate var shortestGap: Int? {
        (1..<64).first { self & self >> UInt64($0) != 0 }
    }
}
