import ArgumentParser

/// Which part of a long list is shown.
struct PageOptions: ParsableArguments {
    @Option(
        name: [.customShort("n", allowingJoined: true), .long],
        help: ArgumentHelp("At most this many, 1 to 1000.", valueName: "count"))
    var limit: Int = 50

    @Option(help: ArgumentHelp("Only those older than this one.", valueName: "id"))
    var before: String?

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes a number from 1 to 1000") }
    }

    var query: [(name: String, value: String?)] { [("limit", String(limit)), ("before", before)] }
}
