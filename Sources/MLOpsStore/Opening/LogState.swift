/// The write-ahead log as the file system shows it; equal states: nothing was committed in between.
package struct LogState: Hashable, Sendable {
    /// In bytes; 0 when there is none.
    package var size: Int64
    /// By the clock of the file system.
    package var modifiedNanoseconds: Int64

    package init(size: Int64, modifiedNanoseconds: Int64) {
        self.size = size
        self.modifiedNanoseconds = modifiedNanoseconds
    }
}
