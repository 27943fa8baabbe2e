/// How much a tree may hold before it is refused.
package struct TreeLimits: Hashable, Sendable {
    package var maximumFiles: Int
    package var maximumBytes: Int64
    package var maximumDepth: Int

    package init(maximumFiles: Int = 100_000, maximumBytes: Int64 = 1 << 40, maximumDepth: Int = 32) {
        self.maximumFiles = maximumFiles
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
    }
}
