/// Values over time as a picture: lines with their intervals, what they are held against, and what happened meanwhile.
///
/// Whatever stands at a point is said when the pointer rests there.
struct TimeChart {
    struct Point {
        var time: Timestamp
        /// Points of one line are joined, in the order in which they are given.
        var line: String
        var value: Double
        var interval: ClosedRange<Double>?
        /// Others are drawn hollow.
        var isSure: Bool
        var text: String
    }

    struct Mark {
        var time: Timestamp
        var text: String
        var isBad: Bool
    }

    var name: String
    var points: [Point]
    /// Drawn dashed.
    var guesses: [Point] = []
    var bound: Double?
    var marks: [Mark] = []
    var style: TextStyle

    var html: String {
        guard let plane = Plane(points + guesses, bound) else { return "<p class=\"faint\">Nothing is known yet.</p>" }
        let middle = Timestamp(microseconds: (plane.from.microseconds + plane.to.microseconds) / 2)
        let times = [plane.from, middle, plane.to].map { "<span>\(style.absolute($0).escapingHTML)</span>" }
        return """
            <figure>
            <div class="scale"><span>\(PerformancePage.number(plane.high))</span><span>\(PerformancePage.number(plane.low))</span></div>
            <svg viewBox="0 0 960 200" preserveAspectRatio="none" role="img" aria-label="\(name.escapingHTML) over time">
            \(drawing(plane).joined(separator: "\n"))
            </svg>
            <div class="axis">\(times.joined())</div>
            </figure>
            """
    }

    private func drawing(_ plane: Plane) -> [String] {
        let happened = marks.filter { (plane.from...plane.to).contains($0.time) }.map { mark in
            "<path class=\"\(mark.isBad ? "mark bad" : "mark")\" d=\"M\(plane.x(mark.time)) 0V200\">"
                + "<title>\(mark.text.escapingHTML), \(style.absolute(mark.time).escapingHTML)</title></path>"
        }
        let level = bound.map {
            [
                "<path class=\"bound\" d=\"M0 \(plane.y($0))H960\"><title>bound: \(PerformancePage.number($0))</title></path>"
            ]
        }
        let lines = Self.lines(points)
        return happened + (level ?? []) + lines.compactMap { band($0, plane) }
            + lines.map { line($0, "line", plane) } + Self.lines(guesses).map { line($0, "guess", plane) }
            + (guesses + points).map { dot($0, plane) }
    }

    private func line(_ points: [Point], _ kind: String, _ plane: Plane) -> String {
        let places = points.map { "\(plane.x($0.time)) \(plane.y($0.value))" }
        return "<path class=\"\(kind)\" d=\"M\(places.joined(separator: "L"))\"/>"
    }

    private func band(_ points: [Point], _ plane: Plane) -> String? {
        let known = points.compactMap { point in point.interval.map { (plane.x(point.time), $0) } }
        guard known.count > 1 else { return nil }
        let upper = known.map { "\($0) \(plane.y($1.upperBound))" }
        let lower = known.reversed().map { "\($0) \(plane.y($1.lowerBound))" }
        return "<path class=\"band\" d=\"M\((upper + lower).joined(separator: "L"))Z\"/>"
    }

    private func dot(_ point: Point, _ plane: Plane) -> String {
        "<path class=\"\(point.isSure ? "dot sure" : "dot")\" d=\"M\(plane.x(point.time)) \(plane.y(point.value))h0\">"
            + "<title>\(point.text.escapingHTML)</title></path>"
    }

    /// The points by lines, the lines in the order of their first points.
    private static func lines(_ points: [Point]) -> [[Point]] {
        var names: [String] = []
        for point in points where !names.contains(point.line) { names.append(point.line) }
        return names.map { name in points.filter { $0.line == name } }
    }
}
