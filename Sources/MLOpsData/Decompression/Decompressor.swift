/// Unpacks a stream that arrives in pieces, in bounded memory.
protocol Decompressor: AnyObject {
    /// Takes bytes off the input's front and fills the output as far as they do; returns how many bytes it wrote.
    ///
    /// 0 says that all input is used up and more is needed.
    func unpack(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DataError) -> Int

    /// Checks that the stream did not end in its middle.
    func finish() throws(DataError)
}
