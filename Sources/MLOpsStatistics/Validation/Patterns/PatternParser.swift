/// Reads regular expressions of the kind that needs no backtracking: characters, `.`, classes, `\d \w \s`, groups, `|`,
/// `* + ? {m,n}`; `^` and `$` at the ends, where a pattern is held against the whole text anyway.
struct PatternParser {
    private static let maximumDepth = 32
    private static let maximumRepetitions = 1000

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func parse() throws(PatternProblem) -> PatternNode {
        if next == "^" { position += 1 }
        let node = try choice()
        if next == "$", position == scalars.count - 1 { position += 1 }
        guard position == scalars.count else {
            throw problem(next == ")" ? "a ) has no (" : "\(describedNext) is not accepted here")
        }
        return node
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private var describedNext: String { next.map { String($0) } ?? "the end" }

    private func problem(_ words: String, at offset: Int? = nil) -> PatternProblem {
        PatternProblem(words: words, offset: offset ?? position)
    }

    private mutating func choice() throws(PatternProblem) -> PatternNode {
        var alternatives = [try sequence()]
        while next == "|" {
            position += 1
            alternatives.append(try sequence())
        }
        return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
    }

    private mutating func sequence() throws(PatternProblem) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            if scalar == "$", position == scalars.count - 1 { break }
            parts.append(try repetition(of: try atom()))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom() throws(PatternProblem) -> PatternNode {
        guard let scalar = next else { throw problem("the pattern ends too early") }
        switch scalar {
        case "(": return try group()
        case "[": return .scalar(try characterClass())
        case ".":
            position += 1
            return .scalar(.any)
        case "\\": return .scalar(try escape())
        case "*", "+", "?", "{": throw problem("\(scalar) has nothing before it to repeat")
        case "^", "$": throw problem("\(scalar) is accepted only at the end of the pattern it belongs to")
        default:
            position += 1
            return .scalar(ScalarClass(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func group() throws(PatternProblem) -> PatternNode {
        let start = position
        position += 1
        if next == "?" {
            guard position + 1 < scalars.count, scalars[position + 1] == ":" else {
                throw problem("of groups that begin with (? only (?: is accepted")
            }
            position += 2
        }
        depth += 1
        guard depth <= Self.maximumDepth else { throw problem("groups nest deeper than \(Self.maximumDepth)") }
        let node = try choice()
        depth -= 1
        guard next == ")" else { throw problem("a ( is not closed", at: start) }
        position += 1
        return node
    }

    private mutating func repetition(of node: PatternNode) throws(PatternProblem) -> PatternNode {
        let repeated: PatternNode
        switch next {
        case "*": repeated = .repeated(node, minimum: 0, maximum: nil)
        case "+": repeated = .repeated(node, minimum: 1, maximum: nil)
        case "?": repeated = .repeated(node, minimum: 0, maximum: 1)
        case "{": return try counted(node)
        default: return node
        }
        position += 1
        try refuseSecondQuantifier()
        return repeated
    }

    private mutating func counted(_ node: PatternNode) throws(PatternProblem) -> PatternNode {
        let start = position
        position += 1
        let minimum = try count()
        var maximum: Int? = minimum
        if next == "," {
            position += 1
            maximum = next == "}" ? nil : try count()
        }
        guard next == "}" else { throw problem("{ has to be {n}, {n,} or {n,m}", at: start) }
        position += 1
        guard maximum ?? minimum >= minimum else {
            throw problem("the second number is less than the first", at: start)
        }
        try refuseSecondQuantifier()
        return .repeated(node, minimum: minimum, maximum: maximum)
    }

    private mutating func refuseSecondQuantifier() throws(PatternProblem) {
        guard let next, ["*", "+", "?", "{"].contains(next) else { return }
        throw problem("\(next) after a repetition is not accepted; a whole text is matched, greedily or not")
    }

    private mutating func count() throws(PatternProblem) -> Int {
        let start = position
        var value = 0
        while let scalar = next, (0x30...0x39).contains(scalar.value) {
            value = value * 10 + Int(scalar.value - 0x30)
            guard value <= Self.maximumRepetitions else {
                throw problem("more than \(Self.maximumRepetitions) repetitions are not accepted", at: start)
            }
            position += 1
        }
        guard position > start else { throw problem("a number of repetitions is expected") }
        return value
    }

    private mutating func escape() throws(PatternProblem) -> ScalarClass {
        position += 1
        guard let scalar = next else { throw problem("a \\ stands at the end") }
        position += 1
        switch scalar {
        case "d": return .digit
        case "w": return .word
        case "s": return .space
        case "D": return ScalarClass.digit.negated
        case "W": return ScalarClass.word.negated
        case "S": return ScalarClass.space.negated
        case "t": return ScalarClass(ranges: [9...9])
        default:
            guard scalar.isASCII, !scalar.properties.isAlphabetic, !(0x30...0x39).contains(scalar.value) else {
                throw problem("\\\(scalar) is not accepted", at: position - 2)
            }
            return ScalarClass(ranges: [scalar.value...scalar.value])
        }
    }

    private mutating func characterClass() throws(PatternProblem) -> ScalarClass {
        let start = position
        position += 1
        var result = ScalarClass()
        if next == "^" {
            result.isNegated = true
            position += 1
        }
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            let low = try classMember()
            guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]", let from = low.single else {
                result.ranges += try low.plainRanges(or: problem("a negated escape is not accepted in a class"))
                continue
            }
            position += 1
            guard let to = try classMember().single, from <= to else { throw problem("the range runs backwards") }
            result.ranges.append(from...to)
        }
        guard next == "]" else { throw problem("a [ is not closed", at: start) }
        position += 1
        return result
    }

    private mutating func classMember() throws(PatternProblem) -> ScalarClass {
        guard let scalar = next else { throw problem("a [ is not closed") }
        if scalar == "\\" { return try escape() }
        position += 1
        return ScalarClass(ranges: [scalar.value...scalar.value])
    }
}

extension ScalarClass {
    /// The scalar of a class of one.
    fileprivate var single: UInt32? {
        guard !isNegated, ranges.count == 1, let range = ranges.first, range.count == 1 else { return nil }
        return range.lowerBound
    }

    fileprivate func plainRanges(or problem: PatternProblem) throws(PatternProblem) -> [ClosedRange<UInt32>] {
        guard !isNegated else { throw problem }
        return ranges
    }
}
