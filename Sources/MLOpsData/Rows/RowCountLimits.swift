/// How much of a hostile file is read before counting is given up.
package struct RowCountLimits: Hashable, Sendable {
    /// Unpacked bytes.
    package var bytes: Int64
    /// Unpacked to packed bytes.
    ///
    /// Tables rarely pack better than 30:1; zlib can be made to reach 1032:1.
    package var ratio: Int64

    package init(bytes: Int64 = 1 << 40, ratio: Int64 = 200) {
        self.bytes = bytes
        self.ratio = ratio
    }
}
