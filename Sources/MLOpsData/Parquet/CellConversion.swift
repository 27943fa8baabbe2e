/// Makes cells of stored values.
enum CellConversion {
    /// - Parameters:
    ///   - present: Which rows have a value; nil: all.
    ///   - invalid: Called with the row of the column where a value is none of its type.
    static func store(
        _ values: PhysicalValues, _ present: [Bool]?, count: Int, of leaf: ParquetLeaf, into column: inout Column,
        at row: Int, invalid: (Int) -> Void
    ) {
        if column.type.hasText { return storeText(values, present, count, leaf, into: &column, at: row, invalid) }
        guard let present else {
            return storeAll(values, count, leaf, into: &column, at: row, invalid)
        }
        var next = 0
        for index in 0..<count {
            if present[index] {
                if !store(values, next, leaf, &column, row + index) { refuse(&column, row + index, invalid) }
                next += 1
            } else {
                column.setNull(row + index)
            }
        }
    }

    /// The two ways that nearly all values go, without a decision for each.
    private static func storeAll(
        _ values: PhysicalValues, _ count: Int, _ leaf: ParquetLeaf, into column: inout Column, at row: Int,
        _ invalid: (Int) -> Void
    ) {
        switch leaf.conversion {
        case .double:
            Self.copy(values.doubles, count, into: &column.doubles, at: row)
        case .integer:
            Self.copy(values.integers, count, into: &column.integers, at: row)
            column.doubles.withUnsafeMutableBufferPointer { doubles in
                for index in 0..<count { doubles[row + index] = Double(values.integers[index]) }
            }
        default:
            for index in 0..<count where !store(values, index, leaf, &column, row + index) {
                refuse(&column, row + index, invalid)
            }
        }
    }

    private static func copy<Value: BitwiseCopyable>(
        _ values: [Value], _ count: Int, into column: inout [Value], at row: Int
    ) {
        values.withUnsafeBytes { values in
            column.withUnsafeMutableBytes { column in
                let stride = MemoryLayout<Value>.stride
                UnsafeMutableRawBufferPointer(rebasing: column[(row * stride)..<(row + count) * stride])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: values[..<(count * stride)]))
            }
        }
    }

    private static func refuse(_ column: inout Column, _ row: Int, _ invalid: (Int) -> Void) {
        column.setInvalid(row)
        invalid(row)
    }

    /// false: the value is none of the column's type.
    private static func store(
        _ values: PhysicalValues, _ index: Int, _ leaf: ParquetLeaf, _ column: inout Column, _ row: Int
    ) -> Bool {
        switch leaf.conversion {
        case .double: column.doubles[row] = values.doubles[index]
        case .integer, .unsigned32:
            let value = values.integers[index]
            let widened = leaf.conversion == .unsigned32 ? Int64(UInt32(truncatingIfNeeded: value)) : value
            column.integers[row] = widened
            column.doubles[row] = Double(widened)
        case .unsigned64: column.doubles[row] = Double(UInt64(bitPattern: values.integers[index]))
        case .boolean, .int96: column.integers[row] = values.integers[index]
        case .microseconds(let factor):
            guard let value = microseconds(values.integers[index], factor) else { return false }
            column.integers[row] = value
        case .float16: column.doubles[row] = half(values.text[index])
        case .decimal: return storeDecimal(values, index, &column, row)
        case .text, .bytes, .uuid, .null: return false
        }
        return true
    }

    /// Finer than microseconds is rounded down; nil: it is no time within 290,000 years.
    private static func microseconds(_ value: Int64, _ factor: Int64) -> Int64? {
        guard factor < 0 else {
            let (product, overflow) = value.multipliedReportingOverflow(by: factor)
            return overflow ? nil : product
        }
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: -factor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// A number of IEEE 754's 16 bits.
    private static func half(_ bytes: ArraySlice<UInt8>) -> Double {
        let bits = UInt16(bytes[bytes.startIndex]) | UInt16(bytes[bytes.startIndex + 1]) << 8
        let fraction = Double(bits & 0x3FF)
        let magnitude: Double =
            switch Int(bits >> 10 & 0x1F) {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            case let exponent: Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }

    private static func storeDecimal(
        _ values: PhysicalValues, _ index: Int, _ column: inout Column, _ row: Int
    ) -> Bool {
        guard case .decimal(_, let scale) = column.type else { return false }
        guard let unscaled = values.integers.isEmpty ? bigEndian(values.text[index]) : Int128(values.integers[index])
        else { return false }
        if column.type.hasIntegers {
            guard let exact = Int64(exactly: unscaled) else { return false }
            column.integers[row] = exact
        }
        var text = "\(unscaled)e-\(scale)"
        column.doubles[row] = text.withUTF8 { NumberText(UnsafeRawBufferPointer($0))?.double ?? .nan }
        return true
    }

    /// Two's complement; nil: it has more than 128 bits.
    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int128? {
        let isNegative = (bytes.first ?? 0) & 0x80 != 0
        let filler: UInt8 = isNegative ? 0xFF : 0
        guard bytes.dropLast(16).allSatisfy({ $0 == filler }) else { return nil }
        var value: UInt128 = isNegative ? .max : 0
        for byte in bytes.suffix(16) { value = value << 8 | UInt128(byte) }
        return Int128(truncatingIfNeeded: value)
    }

    private static func storeText(
        _ values: PhysicalValues, _ present: [Bool]?, _ count: Int, _ leaf: ParquetLeaf, into column: inout Column,
        at row: Int, _ invalid: (Int) -> Void
    ) {
        if present == nil, leaf.conversion == .bytes || leaf.conversion == .text && values.text.areValid {
            return column.text.append(values.text)
        }
        var next = 0
        for index in 0..<count {
            guard present?[index] ?? true else {
                column.text.appendEmpty()
                column.setNull(row + index)
                continue
            }
            let cell = values.text[next]
            next += 1
            if leaf.conversion == .uuid {
                column.text.append(uuid(cell))
            } else {
                cell.withUnsafeBytes { column.text.append($0) }
            }
            if leaf.conversion == .text, cell.withUnsafeBytes({ UTF8Text.firstInvalid($0) }) != nil {
                refuse(&column, row + index, invalid)
            }
        }
    }

    private static func uuid(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return text
    }
}

extension TextCells {
    mutating func append(_ cell: [UInt8]) { cell.withUnsafeBytes { append($0) } }
}
