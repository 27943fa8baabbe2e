import Foundation

/// The committed answers of scipy, mpmath and River; see Golden/generate.py.
struct GoldenCorpus {
    /// One line: what it is computed from, and the named answers.
    struct Case {
        let inputs: [String]
        let answers: [(name: String, value: Double)]

        var description: String { inputs.map { String($0.prefix(60)) }.joined(separator: " ") }
    }

    struct Unreadable: Error { let what: String }

    let cases: [Case]

    /// Reads `name`.tsv; the one that scripts/differential-statistics has just made, if there is one.
    init(_ name: String) throws {
        let committed = Bundle.module.url(forResource: name, withExtension: "tsv", subdirectory: "Golden")
        let fresh = ProcessInfo.processInfo.environment["MLOPS_GOLDEN"].map {
            URL(fileURLWithPath: $0).appendingPathComponent("\(name).tsv")
        }
        guard let url = fresh ?? committed else { throw Unreadable(what: name) }
        cases = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(Self.parse)
    }

    private static func parse(_ line: Substring) throws -> Case {
        var fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard let last = fields.popLast() else { throw Unreadable(what: String(line)) }
        let answers = try last.split(separator: " ").map { pair in
            let parts = pair.split(separator: "=")
            guard parts.count == 2, let value = Double(parts[1]) else { throw Unreadable(what: String(pair)) }
            return (name: String(parts[0]), value: value)
        }
        return Case(inputs: fields, answers: answers)
    }
}
