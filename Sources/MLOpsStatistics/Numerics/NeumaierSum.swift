/// A compensated sum: its error does not grow with the number of terms (Neumaier, 1974).
package struct NeumaierSum: Sendable, Equatable {
    private var sum = 0.0
    private var compensation = 0.0

    package init() {}

    /// The sum of what was added.
    package var value: Double { sum + compensation }

    package mutating func add(_ term: Double) {
        let next = sum + term
        compensation += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
        sum = next
    }

    /// Returns the sum of `terms`.
    package static func of(_ terms: some Sequence<Double>) -> Double {
        var sum = NeumaierSum()
        for term in terms { sum.add(term) }
        return sum.value
    }
}
