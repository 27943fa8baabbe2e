/// What the place that text goes to can show, and the time that it is written at.
package struct TextStyle: Sendable {
    /// What a time zone says of a point in time.
    package struct Offset: Sendable, Hashable {
        package var seconds: Int
        package var abbreviation: String

        package init(seconds: Int, abbreviation: String) {
            self.seconds = seconds
            self.abbreviation = abbreviation
        }

        package static let utc = Offset(seconds: 0, abbreviation: "UTC")
    }

    /// The columns of the terminal; nil: lines may be of any length.
    package var width: Int?
    package var isColoured: Bool
    /// False: tree branches, marks and ellipses are made of ASCII.
    package var isUnicode: Bool
    /// Whether tables have a header and say below how many rows they have.
    package var hasLegend: Bool
    package var now: Timestamp
    package var offset: @Sendable (Timestamp) -> Offset

    package init(
        width: Int? = nil, isColoured: Bool = false, isUnicode: Bool = true, hasLegend: Bool = true, now: Timestamp,
        offset: @escaping @Sendable (Timestamp) -> Offset = { _ in .utc }
    ) {
        self.width = width
        self.isColoured = isColoured
        self.isUnicode = isUnicode
        self.hasLegend = hasLegend
        self.now = now
        self.offset = offset
    }

    var ellipsis: String { isUnicode ? "…" : "..." }
    var dot: String { isUnicode ? "●" : "*" }
    var ring: String { isUnicode ? "○" : "o" }
    var cross: String { isUnicode ? "×" : "x" }
    var arrow: String { isUnicode ? "→" : "->" }
}
