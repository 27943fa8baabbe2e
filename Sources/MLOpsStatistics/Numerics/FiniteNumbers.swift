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
}
