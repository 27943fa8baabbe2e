import RealModule

/// Estimates how many distinct values a stream has, in 2^precision bytes; merging is exact.
///
/// Relative standard error 1.04/√2^precision. Source: P. Flajolet et al., 2007; the estimator without corrections of
/// O. Ertl, *New cardinality estimation algorithms for HyperLogLog sketches*, 2017.
package struct HyperLogLog: Sendable, Equatable {
    private let precision: Int
    private var registers: [UInt8]

    /// - Parameter precision: 4 to 16; 12 has an error of 1.6 %.
    package init(precision: Int = 12) {
        self.precision = min(16, max(4, precision))
        registers = [UInt8](repeating: 0, count: 1 << self.precision)
    }

    /// The relative standard error of ``estimate``.
    package var relativeError: Double { 1.04 / Double(registers.count).squareRoot() }

    /// Adds a value by its hash, of which all 64 bits must be well mixed.
    package mutating func add(hash: UInt64) {
        let index = Int(truncatingIfNeeded: hash &>> UInt64(64 &- precision))
        let rest = (hash &<< UInt64(precision)) | (1 &<< UInt64(precision &- 1))
        let rank = UInt8(truncatingIfNeeded: rest.leadingZeroBitCount &+ 1)
        if registers[index] < rank { registers[index] = rank }
    }

    /// Adds finite numbers, by the hash of their bits; −0 is 0.
    package mutating func add(_ numbers: UnsafeBufferPointer<Double>) {
        let precision = UInt64(truncatingIfNeeded: precision)
        registers.withUnsafeMutableBufferPointer { registers in
            for number in numbers {
                let hash = SplitMix64.mix((number + 0).bitPattern)
                let index = Int(truncatingIfNeeded: hash &>> (64 &- precision))
                let rest = (hash &<< precision) | (1 &<< (precision &- 1))
                let rank = UInt8(truncatingIfNeeded: rest.leadingZeroBitCount &+ 1)
                if registers[index] < rank { registers[index] = rank }
            }
        }
    }

    /// Requires the same precision.
    package mutating func merge(_ other: HyperLogLog) {
        precondition(precision == other.precision, "sketches merge only at one precision")
        for index in registers.indices { registers[index] = max(registers[index], other.registers[index]) }
    }

    package var estimate: Double {
        let bits = 64 - precision
        var multiplicity = [Double](repeating: 0, count: bits + 2)
        for register in registers { multiplicity[Int(register)] += 1 }
        let size = Double(registers.count)
        var z = size * tau(1 - multiplicity[bits + 1] / size)
        for rank in stride(from: bits, through: 1, by: -1) { z = 0.5 * (z + multiplicity[rank]) }
        z += size * sigma(multiplicity[0] / size)
        return size * size / (2 * Double.log(2) * z)
    }

    private func sigma(_ x: Double) -> Double {
        guard x < 1 else { return .infinity }
        var (x, y, z) = (x, 1.0, x)
        while true {
            x *= x
            let next = z + x * y
            if next == z { return z }
            z = next
            y += y
        }
    }

    private func tau(_ x: Double) -> Double {
        guard x > 0, x < 1 else { return 0 }
        var (x, y, z) = (x, 1.0, 1 - x)
        while true {
            x = x.squareRoot()
            y *= 0.5
            let next = z - (1 - x) * (1 - x) * y
            if next == z { return z / 3 }
            z = next
        }
    }
}
