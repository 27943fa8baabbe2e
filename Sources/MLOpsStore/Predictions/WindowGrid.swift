/// How time is cut into windows: one after another, from 1970 on, in UTC.
package struct WindowGrid: Hashable, Sendable {
    /// In microseconds; a multiple of a minute.
    package let length: Int64

    /// - Parameter minutes: At least 1.
    package init(minutes: Int64) { length = max(1, minutes) * PredictionPlace.microsecondsPerMinute }

    /// The beginning of the window that a time lies in.
    package func start(of microseconds: Int64) -> Int64 {
        let rest = microseconds % length
        return microseconds - (rest < 0 ? rest + length : rest)
    }
}
