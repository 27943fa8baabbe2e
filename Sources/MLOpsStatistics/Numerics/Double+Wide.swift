extension Double {
    /// A whole number of up to 128 bits, correct to the last digit or the one before.
    ///
    /// The standard library's conversion goes through generic code that costs as much as a whole test.
    init(wide number: Int128) {
        let low = Int64(truncatingIfNeeded: number)
        if Int128(low) == number {
            self.init(low)
        } else {
            let high = Int64(truncatingIfNeeded: number >> 64)
            self = Double(high) * 0x1p64 + Double(UInt64(truncatingIfNeeded: number))
        }
    }
}
