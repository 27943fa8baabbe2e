import MLOpsCore
import MLOpsSchedule

extension Duration {
    static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
    static func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }
}

/// Reading of time spans, sizes and instants, as systemd writes them.
extension Field {
    /// No time that a pipeline waits for is longer.
    static let longestSpan = Duration.days(36_525)
    /// A pebibyte; and so many rows and files.
    ///
    /// Sums of many of them stay far from the end of 64 bits.
    static let largestSize: Int64 = 1 << 50

    /// Returns a time span; a number without a unit means seconds.
    func span(atLeast minimum: Duration = .zero, atMost maximum: Duration = Self.longestSpan) -> Duration? {
        guard let text = scalar("a time span such as 30s, 5min or 2h 30min") else { return nil }
        guard !text.hasPrefix("-") else { return reject("must not be negative") }
        do throws(ScheduleError) {
            let span = try TimeSpan.parse(text)
            guard span >= minimum else {
                return reject(
                    minimum == .microseconds(1)
                        ? "must be longer than nothing" : "must be at least \(TimeSpan.format(minimum))")
            }
            guard span <= maximum else { return reject("must be at most \(TimeSpan.format(maximum))") }
            return span
        } catch {
            return reject(error, example: "write it as 30s, 5min or 2h 30min")
        }
    }

    /// Returns a span, or `.some(nil)` where the file says `infinity`.
    func spanOrInfinity(atLeast minimum: Duration = .zero) -> Duration?? {
        if case .scalar(let scalar) = node.content, scalar.text == "infinity" { return .some(nil) }
        return span(atLeast: minimum).map { .some($0) }
    }

    /// Returns a size in bytes.
    func size(atMost maximum: Int64 = Self.largestSize) -> Int64? {
        guard let text = scalar("a size such as 512M") else { return nil }
        guard !text.hasPrefix("-") else { return reject("must not be negative") }
        do throws(ScheduleError) {
            let size = try ByteSize.parse(text)
            return size <= maximum ? size : reject("must be at most \(ByteSize.format(maximum))")
        } catch {
            return reject(error, example: "write it as 512M or 2G")
        }
    }

    /// Returns a share that is written as `10%`, in percent.
    func percent(in range: ClosedRange<Int>) -> Int? {
        guard let text = scalar("a share such as 10%") else { return nil }
        guard text.hasSuffix("%"), let percent = Int(text.dropLast()), range.contains(percent) else {
            return reject(
                "must be a whole share from \(range.lowerBound)% to \(range.upperBound)%", hint: "write it as 10%")
        }
        return percent
    }

    func instant() -> Instant? {
        guard let text = scalar("a time such as 2026-03-30T01:00:00Z") else { return nil }
        do throws(ScheduleError) {
            return try Instant(rfc3339: text)
        } catch {
            return reject(error)
        }
    }

    /// Reports why a text could not be understood, at the character in question.
    func reject<Value>(_ error: ScheduleError, example: String? = nil) -> Value? {
        let subject =
            switch error {
            case .unknownTimeZone(let name, _, _): "\(name.quoted): "
            case .malformed, .unsatisfiable, .corruptTimeZone: ""
            }
        return reject(subject + error.cause, hint: error.hint ?? example, offset: offset(ofColumn: error.column))
    }

    /// Where a column of the value's text stands in the file; the beginning of the value where the text was written
    /// over several lines or with escapes, so that columns do not agree.
    func offset(ofColumn column: Int?) -> Int {
        guard let column, case .scalar(let scalar) = node.content else { return 0 }
        switch scalar.style {
        case .plain: return column - 1
        case .quoted: return column
        case .block: return 0
        }
    }
}
