@_cdecl("LLVMFuzzerTestOneInput")
func fuzzCSV(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: data, count: count)
    TableFuzzing.read(input, as: .csv)
    NumberFuzzing.check(input)
    CSVNumberFuzzing.check(input)
    return 0
}
