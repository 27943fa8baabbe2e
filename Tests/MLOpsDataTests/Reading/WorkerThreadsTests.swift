import CMLOpsData
import Glibc
import MLOpsData
import Testing

@Suite struct `Threads that read a file` {
    /// They are moved off their creator's processor when they begin, and not tied to another one.
    @Test(arguments: [1, 2, 5]) func `may use every processor that the process may`(workers: Int) throws {
        let allowed = Self.processors
        let file = DataFile(bytes: Array("x\n1\n2\n".utf8), name: "a.csv")
        let reading = try TableReader(file).read(workers: workers, initial: { _ in Self.processors }) { _, _ in }
        #expect(reading.states == Array(repeating: allowed, count: workers))
        #expect(Self.processors == allowed)
    }

    @Test func `find a byte in 64 wherever it stands`() {
        for byte in [UInt8](0...255) {
            var bytes = (0..<80).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ Int(byte)) }
            bytes[Int(byte) % 64] = byte
            for start in 0..<16 {
                let found = bytes.withUnsafeBytes { mlops_matches($0.baseAddress.map { $0 + start }, byte) }
                let expected = (0..<64).reduce(UInt64(0)) { bits, index in
                    bits | (bytes[start + index] == byte ? 1 << UInt64(index) : 0)
                }
                #expect(found == expected, "\(byte) from \(start) on")
            }
        }
    }

    private static var processors: [UInt8] {
        var set = cpu_set_t()
        guard sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0 else { return [] }
        return withUnsafeBytes(of: set) { Array($0) }
    }
}
