import Testing

/// How far results are from the golden answers, for each name.
struct Agreement {
    private(set) var worst: [String: Double] = [:]
    private(set) var compared = 0

    /// Expects a relative error of at most `tolerance`; an answer below `floor` need only be as small.
    mutating func expect(
        _ name: String, _ value: Double?, equals answer: Double, within tolerance: Double, below floor: Double = 1e-300,
        in place: @autoclosure () -> String
    ) {
        compared += 1
        guard let value, value.isFinite else {
            Issue.record("\(name) is \(String(describing: value)), not \(answer): \(place())")
            return
        }
        let error = value == answer ? 0 : abs(value - answer) / max(abs(answer), floor)
        worst[name] = max(worst[name] ?? 0, error)
        #expect(error <= tolerance, "\(name) is \(value), not \(answer): \(place())")
    }
}
