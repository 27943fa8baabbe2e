/// Numbers of things.
package enum CountText {
    /// `1 run`, `3 runs`.
    package static func counted(_ count: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    /// Bytes in powers of 1024 with one decimal, as systemctl writes memory: `18.7M`.
    package static func bytes(_ count: Int64) -> String {
        let units: [(suffix: String, shift: Int64)] = [
            ("E", 60), ("P", 50), ("T", 40), ("G", 30), ("M", 20), ("K", 10),
        ]
        guard let unit = units.first(where: { count >= 1 << $0.shift }) else { return "\(count)B" }
        let size: Int64 = 1 << unit.shift
        // Not `* 10 / size`, which would overflow from 922 petabytes on.
        let tenths = min(9, (count % size) / (size / 10))
        return "\(count / size).\(tenths)\(unit.suffix)"
    }

    /// A measured number to six significant digits: `0.812346`, `1.5`, `1200`.
    package static func measured(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        var scale = 1.0
        while abs(value * scale) < 99_999.5, scale < 1e12 { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        let text = "\(rounded)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The first twelve digits of a hash, enough to tell two apart by eye.
    package static func shortDigest(_ digest: String) -> String { String(digest.prefix(12)) }
}
