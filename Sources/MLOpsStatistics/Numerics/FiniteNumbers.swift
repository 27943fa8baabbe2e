extension UnsafeBufferPointer<Double> {
    /// Whether no number is NaN or infinite.
    package var areFinite: Bool {
        var lanes = SIMD4<Double>()
        let raw = UnsafeRawBufferPointer(self)
        var index = 0
        while index &+ 4 <= count {
            // 0 times what is not finite is NaN, and stays it.
            lanes += raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD4<Double>.self) * 0
            index &+= 4
        }
        while index < count {
            lanes[0] += self[index] * 0
            index &+= 1
        }
        return !(lanes[0] + lanes[1] + lanes[2] + lanes[3]).isNaN
    }

    /// The least and the largest of finite numbers, of which there must be one; of 0 and −0 it is either.
    package var extremes: ClosedRange<Double> {
        var (least, largest) = (SIMD4(repeating: self[0]), SIMD4(repeating: self[0]))
        func look(at values: SIMD4<Double>) {
            least = least.replacing(with: values, where: values .< least)
            largest = largest.replacing(with: values, where: values .> largest)
        }
        let raw = UnsafeRawBufferPointer(self)
        var index = 0
        while index &+ 4 <= count {
            look(at: raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD4<Double>.self))
            index &+= 4
        }
        while index < count {
            look(at: SIMD4(repeating: self[index]))
            index &+= 1
        }
        return least.min()...largest.max()
    }
}
