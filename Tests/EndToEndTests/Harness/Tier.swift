import Glibc

/// How much is tested: what is quick always, what is long when `MLOPS_FULL` is 1.
enum Tier {
    static let isFull = getenv("MLOPS_FULL").map { String(cString: $0) } == "1"

    /// A number that the environment gives; nil: it gives none.
    static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
}
