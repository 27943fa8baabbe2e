import Glibc
import MLOpsControl

/// The time zone of the person who reads, as the C library knows it from `TZ` or `/etc/localtime`.
enum LocalZone {
    static func offset(at time: Timestamp) -> TextStyle.Offset {
        let (quotient, remainder) = time.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        var seconds = time_t(remainder < 0 ? quotient - 1 : quotient)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil, let abbreviation = parts.tm_zone else { return .utc }
        return TextStyle.Offset(seconds: Int(parts.tm_gmtoff), abbreviation: String(cString: abbreviation))
    }
}

extension Timestamp {
    /// What the machine's clock says.
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
