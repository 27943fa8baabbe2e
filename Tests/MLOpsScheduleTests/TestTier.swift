import Glibc

/// How much the tests of this module do.
enum TestTier {
    /// Whether to sweep everything: every zone, every offset.
    ///
    /// Takes minutes.
    static let isFull = getenv("MLOPS_FULL") != nil
}
