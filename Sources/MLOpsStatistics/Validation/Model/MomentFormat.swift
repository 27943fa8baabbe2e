/// How text writes moments: one format for the whole column, never one for each cell.
package enum MomentFormat: Hashable, Sendable, Codable {
    /// ISO 8601 with a zone: `2026-03-09T12:34:56Z`.
    case rfc3339
    /// ISO 8601 without a zone, by the clock of the dataset's time zone.
    case iso
    /// A number since 1970-01-01 UTC, in so many microseconds a unit.
    case epoch(microsecondsPerUnit: Int64)
    /// As `strptime` spells it: `%d.%m.%Y`.
    case pattern(String)

    private static let units: [(name: String, microseconds: Int64)] = [
        ("epoch_s", 1_000_000), ("epoch_ms", 1000), ("epoch_us", 1),
    ]

    /// The words beside patterns.
    package static let names = ["rfc3339", "iso"] + units.map(\.name)

    /// What may stand after `%` in a pattern.
    package static let letters = "YymbdHIMSfzp%"

    /// nil: neither one of ``names`` nor a pattern of ``letters``.
    package init?(_ text: String) {
        if text == "rfc3339" {
            self = .rfc3339
        } else if text == "iso" {
            self = .iso
        } else if let unit = Self.units.first(where: { $0.name == text }) {
            self = .epoch(microsecondsPerUnit: unit.microseconds)
        } else {
            guard Self.isPattern(text) else { return nil }
            self = .pattern(text)
        }
    }

    private static func isPattern(_ text: String) -> Bool {
        var rest = text[...]
        var hasPart = false
        while let character = rest.popFirst() {
            guard character == "%" else { continue }
            guard let letter = rest.popFirst(), letters.contains(letter) else { return false }
            hasPart = hasPart || letter != "%"
        }
        return hasPart
    }

    package var text: String {
        switch self {
        case .rfc3339: "rfc3339"
        case .iso: "iso"
        case .epoch(let unit): Self.units.first { $0.microseconds == unit }?.name ?? "epoch_us"
        case .pattern(let text): text
        }
    }
}
