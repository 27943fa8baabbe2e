/// Between which ends finite numbers lie, and how many of them are 0 and below.
package struct NumberSpan: Sendable, Equatable {
    /// Of 0 and −0 either.
    package private(set) var least: Double
    package private(set) var largest: Double
    package private(set) var zeros: Int
    package private(set) var negatives: Int

    private typealias Lanes = SIMD4<Double>

    /// - Parameter numbers: finite; at least one.
    package init(_ numbers: UnsafeBufferPointer<Double>) {
        var (least, largest) = (Lanes(repeating: numbers[0]), Lanes(repeating: numbers[0]))
        // Counted without branches: signs are not to be foreseen.
        var (zeros, negatives) = (SIMD4<Int64>(), SIMD4<Int64>())
        let one = SIMD4<Int64>(repeating: 1)
        let whole = numbers.count & ~3
        for index in stride(from: 0, to: whole, by: 4) {
            let values = UnsafeRawBufferPointer(numbers).loadUnaligned(fromByteOffset: 8 &* index, as: Lanes.self)
            least = least.replacing(with: values, where: values .< least)
            largest = largest.replacing(with: values, where: values .> largest)
            zeros &+= SIMD4().replacing(with: one, where: values .== 0)
            negatives &+= SIMD4().replacing(with: one, where: values .< 0)
        }
        (self.least, self.largest) = (least.min(), largest.max())
        (self.zeros, self.negatives) = (Int(zeros.wrappedSum()), Int(negatives.wrappedSum()))
        for number in numbers[whole...] { add(number) }
    }

    private mutating func add(_ number: Double) {
        (least, largest) = (min(least, number), max(largest, number))
        zeros += number == 0 ? 1 : 0
        negatives += number < 0 ? 1 : 0
    }
}
