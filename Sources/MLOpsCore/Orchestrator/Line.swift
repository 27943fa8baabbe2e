/// A text of one line, put together from parts: `String(line: "run \(id) starts: \(reason)")`.
///
/// Every decision writes a few of them. Parts are copied once, into room on the stack, and numbers are written where they
/// belong; memory is asked for when the whole is known. An ordinary interpolation asks for more with each part.
struct Line: ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral text: StaticString) { self.text = text.description }

    @inline(__always)
    init(stringInterpolation parts: consuming Parts) { text = parts.takeText() }
}

extension String {
    init(line: Line) { self = line.text }
}
