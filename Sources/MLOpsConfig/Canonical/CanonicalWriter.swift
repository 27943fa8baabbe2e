/// Writes values so that equal values have equal texts and different values different ones.
///
/// Every value is preceded by its kind and, where it is not of fixed form, by its length: no text inside a value can
/// be taken for structure. The form is part of every stored id, so changing it makes all definitions look changed.
struct CanonicalWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ text: String) {
        bytes += "s\(text.utf8.count):".utf8
        bytes += text.utf8
    }

    mutating func write(_ number: Int64) { bytes += "i\(number);".utf8 }

    mutating func write(_ flag: Bool) { bytes += (flag ? "t" : "f").utf8 }

    mutating func write(_ duration: Duration) {
        bytes += "d".utf8
        write(duration.components.seconds)
        write(duration.components.attoseconds)
    }

    /// The bit pattern: equal for equal thresholds, without a choice of decimal digits.
    ///
    /// Negative zero is zero.
    mutating func write(_ number: Double) {
        bytes += "x\(String((number == 0 ? 0 : number).bitPattern, radix: 16));".utf8
    }

    mutating func write<Value>(_ value: Value?, _ body: (inout CanonicalWriter, Value) -> Void) {
        guard let value else {
            bytes += "n".utf8
            return
        }
        body(&self, value)
    }

    mutating func write<Elements: Collection>(
        _ elements: Elements, _ body: (inout CanonicalWriter, Elements.Element) -> Void
    ) {
        bytes += "l\(elements.count):".utf8
        for element in elements { body(&self, element) }
    }
}
