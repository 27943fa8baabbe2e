/// What keeps a file out of the lists that steps read, one path a line, whatever it holds.
package enum PathObstacle {
    /// Returns the reason in words; nil: the path can be listed.
    package static func reason(_ path: [UInt8]) -> String? {
        path.contains(UInt8(ascii: "\n"))
            ? "its name holds a line feed, which a list of one path a line cannot hold; rename it" : nil
    }
}
