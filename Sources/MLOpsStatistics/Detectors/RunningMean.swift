/// A mean that is updated one value at a time, in the order of operations that River uses.
struct RunningMean: Sendable, Equatable {
    private(set) var count = 0.0
    private(set) var mean = 0.0

    mutating func update(_ value: Double) {
        count += 1
        mean += 1 / count * (value - mean)
    }
}
