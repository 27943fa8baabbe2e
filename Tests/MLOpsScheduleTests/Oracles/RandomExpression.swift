/// Makes up calendar expressions that follow the grammar of systemd.
struct RandomExpression {
    private var generator: SplitMix

    init(seed: UInt64) { generator = SplitMix(seed: seed) }

    mutating func next() -> String {
        var words: [String] = []
        if chance(3) { words.append(weekdays()) }
        let hasDate = chance(2)
        if hasDate { words.append(date()) }
        if !hasDate || chance(2) { words.append(time()) }
        return words.joined(separator: " ")
    }

    private mutating func weekdays() -> String {
        let names = ["Mon", "tue", "Wednesday", "Thu", "FRI", "Sat", "Sunday"]
        let first = number(0...6)
        return chance(2) ? names[first] : names[first] + ".." + names[number(first...6)]
    }

    private mutating func date() -> String {
        let year = chance(4) ? component(2020...2060) + "-" : chance(2) ? "*-" : ""
        let month = component(1...12)
        return chance(4) ? "\(year)\(month)~\(monthEnd())" : "\(year)\(month)-\(component(1...28))"
    }

    private mutating func monthEnd() -> String {
        let start = number(2...28)
        return chance(2) ? "\(start)" : "\(start)/\(number(1...(start - 1)))"
    }

    private mutating func time() -> String {
        let text = "\(component(0...23)):\(component(0...59))"
        guard chance(2) else { return text }
        return text + ":" + (chance(4) ? "\(number(0...29)).\(number(1...999))/\(number(1...9)).5" : component(0...59))
    }

    private mutating func component(_ range: ClosedRange<Int>) -> String {
        if chance(3) { return "*" }
        return (0..<number(1...3)).map { _ in item(range) }.joined(separator: ",")
    }

    private mutating func item(_ range: ClosedRange<Int>) -> String {
        let start = number(range)
        switch number(0...3) {
        case 0 where start < range.upperBound:
            return "\(start)..\(number((start + 1)...range.upperBound))"
        case 1 where start < range.upperBound:
            return "\(start)..\(number((start + 1)...range.upperBound))/\(number(1...20))"
        case 2 where start < range.upperBound:
            return "\(start)/\(number(1...(range.upperBound - start)))"
        default:
            return "\(start)"
        }
    }

    private mutating func chance(_ odds: Int) -> Bool { number(1...odds) == 1 }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
}
