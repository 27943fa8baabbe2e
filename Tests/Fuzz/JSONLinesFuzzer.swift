@_cdecl("LLVMFuzzerTestOneInput")
func fuzzJSONLines(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    TableFuzzing.read(UnsafeBufferPointer(start: data, count: count), as: .jsonl)
    return 0
}
