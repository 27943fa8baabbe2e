@_cdecl("LLVMFuzzerTestOneInput")
func fuzzCSV(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    TableFuzzing.read(UnsafeBufferPointer(start: data, count: count), as: .csv)
    return 0
}
