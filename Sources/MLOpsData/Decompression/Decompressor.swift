/// Unpacks a stream that arrives in pieces, in bounded memory.
protocol Decompressor: AnyObject {
    /// Unpacks a piece and hands the result over in pieces of at most `Decompression.pieceBytes`.
    func unpack(
        _ piece: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(RowCountError) -> Void
    ) throws(RowCountError)

    /// Checks that the stream did not end in its middle.
    func finish() throws(RowCountError)
}
