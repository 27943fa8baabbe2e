extension BatchManifest {
    /// What a batch lacks.
    package struct Shortfall: Hashable, Sendable {
        package struct Difference: Hashable, Sendable {
            package var path: [UInt8]
            package var how: String
        }

        package var expected: Int
        /// In the manifest's order.
        package var missing: [[UInt8]] = []
        package var different: [Difference] = []

        package init(expected: Int) { self.expected = expected }

        package var isEmpty: Bool { missing.isEmpty && different.isEmpty }

        /// One line: how many are lacking, and the first of them by name, as `show` makes names fit to be shown.
        package func summary(_ show: ([UInt8]) -> String) -> String {
            var parts: [String] = []
            if !missing.isEmpty {
                parts.append("\(missing.count) of \(expected) files missing: \(Self.first(missing, show))")
            }
            if let difference = different.first {
                parts.append("\(different.count) not as listed: \(show(difference.path)): \(difference.how)")
            }
            return parts.joined(separator: "; ")
        }

        private static func first(_ paths: [[UInt8]], _ show: ([UInt8]) -> String) -> String {
            let named = paths.prefix(3).map(show).joined(separator: ", ")
            return paths.count > 3 ? named + ", …" : named
        }
    }
}
