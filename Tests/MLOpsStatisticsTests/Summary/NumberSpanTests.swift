import MLOpsStatistics
import Testing

@Suite struct `The span of numbers` {
    @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 512])
    func `is that of each of them`(count: Int) {
        var random = Xoshiro256StarStar(seed: UInt64(count))
        for _ in 0..<100 {
            let numbers = (0..<count).map { _ in [random.normal(), 0, -0.0, random.normal() * 1e300][random.below(4)] }
            let span = numbers.withUnsafeBufferPointer { NumberSpan($0) }
            #expect(span.least == numbers.min())
            #expect(span.largest == numbers.max())
            #expect(span.zeros == numbers.count { $0 == 0 })
            #expect(span.negatives == numbers.count { $0 < 0 })
        }
    }
}
