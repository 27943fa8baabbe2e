import Glibc

/// How much is tested: what is quick always, what is long when `MLOPS_FULL` is 1.
enum Tier {
    static let isFull = getenv("MLOPS_FULL").map { String(cString: $0) } == "1"
}
