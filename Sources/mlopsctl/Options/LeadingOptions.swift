/// Options that stand before the verb, as in `mlopsctl --socket PATH status`; the parser knows them only behind it.
enum LeadingOptions {
    private static let flags = ["--json", "-j", "--no-pager", "--no-legend", "--full", "-l", "--user"]
    private static let valued = ["--socket", "--host", "-H"]

    /// Returns the arguments with `CommonOptions` that stand before the verb moved behind its own arguments.
    static func behindVerb(_ arguments: [String]) -> [String] {
        var verb = 0
        while verb < arguments.count, let length = length(of: arguments[verb]) { verb += length }
        guard verb < arguments.count, !arguments[verb].hasPrefix("-") else { return arguments }
        var moved = Array(arguments[verb...])
        // What follows a `--` is no option any more.
        moved.insert(contentsOf: arguments[..<verb], at: moved.firstIndex(of: "--") ?? moved.endIndex)
        return moved
    }

    /// How many arguments the option takes with its value; nil: it is none of ours.
    private static func length(of argument: String) -> Int? {
        if flags.contains(argument) { return 1 }
        if valued.contains(argument) { return 2 }
        return valued.contains { argument.hasPrefix($0 + "=") } ? 1 : nil
    }
}
