import MLOpsStatistics
import Testing

@Suite struct `Exact sums` {
    @Test func `do not round, whatever the order`() {
        var sum = ExactSum(of: .value)
        for value in [1e300, 1, -1e300, 1e-300, .leastNonzeroMagnitude, -1e-300] { sum.add(value) }
        #expect(sum.value == 1)
        sum.add(-1)
        #expect(sum.value == .leastNonzeroMagnitude)
    }

    @Test func `give the same bits for any split, order and taking away`() {
        var random = Xoshiro256StarStar(seed: 7)
        let values = (0..<5000).map { _ in random.normal() * Double.scale(random.below(40) - 20) }
        let whole = moments(values)
        var parts = ExactMoments()
        for start in stride(from: 0, to: values.count, by: 777).reversed() {
            parts.merge(moments(Array(values[start..<min(values.count, start + 777)].reversed())))
        }
        #expect(parts == whole)
        parts.subtract(moments(Array(values[..<1000])))
        #expect(parts == moments(Array(values[1000...])))
        #expect(parts.mean == moments(Array(values[1000...])).mean)
    }

    @Test(arguments: [0, 3, 31, 32, 63, 64, 500, 2000])
    func `are the same for a block as for its numbers one by one`(exponents: Int) {
        var random = Xoshiro256StarStar(seed: 9)
        var values = (0..<5000).map { _ in random.normal() * Double.scale(exponents > 0 ? random.below(exponents) : 0) }
        values += [0, -0.0, 1, -1, .greatestFiniteMagnitude, -.leastNormalMagnitude]
        values += [Double](repeating: Double(1).nextDown, count: 1100)
        let sparse = values.flatMap { value -> [Double] in [0, value] }
        let few = [Double](repeating: 0, count: 100) + values[..<2]
        for part in [values, values + [.leastNonzeroMagnitude], Array(values[..<5000]), sparse, few] {
            var single = ExactMoments()
            for value in part { single.merge(moments([value])) }
            #expect(moments(part) == single)
        }
        #expect(moments([Double](repeating: -0.0, count: 100)).mean == 0)
    }

    @Test(arguments: [3, -3, 0x1.8p-1000, -0x1.8p900, 0x1p31, -0x1p32])
    func `grow beyond the limbs that they used, and back`(value: Double) {
        var sum = ExactSum(of: .value)
        sum.add(value)
        for _ in 0..<100 {
            let half = sum
            sum.merge(half)
        }
        #expect(sum.value == value * 0x1p100)
        var opposite = ExactSum(of: .value)
        opposite.add(value * 0x1p100)
        sum.subtract(opposite)
        #expect(sum.value == 0)
        #expect(sum == ExactSum(of: .value))
    }

    @Test func `keep the variance of numbers far from zero`() {
        let exact = moments([1e15 + 1, 1e15 + 2, 1e15 + 3])
        #expect(exact.mean == 1e15 + 2)
        #expect(exact.variance == 1)
    }

    @Test(arguments: [1e300, 1e-300, 1.5e154])
    func `keep the standard deviation where squares are out of range`(scale: Double) throws {
        let deviation = try #require(moments([scale, -scale]).standardDeviation)
        #expect(abs(deviation / scale - 2.0.squareRoot()) < 1e-15)
    }

    @Test func `agree with two-pass moments`() throws {
        var random = Xoshiro256StarStar(seed: 8)
        let values = (0..<10_000).map { _ in random.normal() + 10 }
        let plain = values.withUnsafeBufferPointer { Moments($0) }
        let exact = moments(values)
        #expect(abs(try #require(exact.mean) - plain.mean) < 1e-13)
        #expect(abs(try #require(exact.variance) / (try #require(plain.variance)) - 1) < 1e-13)
    }

    private func moments(_ values: [Double]) -> ExactMoments {
        var moments = ExactMoments()
        values.withUnsafeBufferPointer { moments.add($0) }
        return moments
    }
}

extension Double {
    fileprivate static func scale(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
}
