@_cdecl("LLVMFuzzerTestOneInput")
func fuzzParquet(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    TableFuzzing.read(UnsafeBufferPointer(start: data, count: count), as: .parquet)
    return 0
}
