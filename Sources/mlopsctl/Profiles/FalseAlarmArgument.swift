import ArgumentParser

/// A chance on the command line: `1/1000` or `0.001`.
struct FalseAlarmArgument: ExpressibleByArgument, CustomStringConvertible {
    var chance: Double
    let description: String

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
        let chance: Double
        switch (parts.first ?? nil, parts.count == 2 ? parts[1] : nil, parts.count) {
        case (let value?, nil, 1): chance = value
        case (let above?, let below?, 2): chance = above / below
        default: return nil
        }
        guard chance > 0, chance < 1 else { return nil }
        self.chance = chance
        description = argument
    }

    private init(_ chance: Double, _ description: String) { (self.chance, self.description) = (chance, description) }

    static let usual = FalseAlarmArgument(0.001, "1/1000")

    var defaultValueDescription: String { description }
}
