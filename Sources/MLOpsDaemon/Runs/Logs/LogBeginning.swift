/// Where in a log reading begins.
enum LogBeginning: Hashable, Sendable {
    case start
    /// With so many of the last lines that are there.
    case lastLines(Int)
    /// So many bytes from the start, which is where an earlier reader left it.
    case place(Int64)
}
