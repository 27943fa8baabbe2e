import MLOpsControl

/// A histogram of one line of text: a bar of eighths for each share, the tallest one full.
enum SmallHistogram {
    private static let blocks = Array("▁▂▃▄▅▆▇█").map { String($0) }
    private static let ascii = Array(".:-=+*#@").map { String($0) }

    /// - Parameter tallest: the share that fills a line; default: the largest of these.
    static func text(_ shares: [Double], tallest: Double? = nil, isUnicode: Bool) -> String {
        let marks = isUnicode ? blocks : ascii
        let full = tallest ?? shares.max() ?? 0
        guard full > 0 else { return "" }
        return shares.map { share in
            guard share > 0 else { return " " }
            return marks[min(marks.count - 1, Int(share / full * Double(marks.count)))]
        }.joined()
    }
}
