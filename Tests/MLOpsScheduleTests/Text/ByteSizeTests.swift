import MLOpsSchedule
import Testing

@Suite struct `Sizes in bytes` {
    @Test(arguments: [
        ("512M", 536_870_912), ("1.5G", 1_610_612_736), ("1K", 1024), ("0", 0), ("5", 5), ("7B", 7), ("1 G", 1 << 30),
        ("0.5K", 512), ("2T", 2 << 40), ("1P", 1 << 50), ("7E", 7 << 60), ("1.5", 1), ("0.001K", 1),
    ])
    func `are read to the base 1024`(text: String, bytes: Int64) throws {
        #expect(try ByteSize.parse(text) == bytes)
    }

    @Test(arguments: ["", "M", "-1", "1k", "1KB", "1MiB", "1 G 5", "8E", "99999999999999999999", "1..5G", "infinity"])
    func `are refused when they are none`(text: String) {
        #expect(throws: ScheduleError.self) { try ByteSize.parse(text) }
    }

    @Test func `are written so that they are read back equal`() throws {
        #expect(ByteSize.format(536_870_912) == "512M")
        #expect(ByteSize.format(1_610_612_736) == "1536M")
        #expect(ByteSize.format(1000) == "1000")
        #expect(ByteSize.format(0) == "0")
        var generator = SplitMix(seed: 4)
        for _ in 0..<1000 {
            let bytes = Int64(generator.next() >> (1 + generator.next() % 63))
            #expect(try ByteSize.parse(ByteSize.format(bytes)) == bytes)
        }
    }

    @Test func `are shortened for reading`() {
        #expect(ByteSize.approximate(0) == "0B")
        #expect(ByteSize.approximate(1023) == "1023B")
        #expect(ByteSize.approximate(1536) == "1.5K")
        #expect(ByteSize.approximate(1_610_612_735) == "1.4G")
        #expect(ByteSize.approximate(.max) == "7.9E")
        #expect(ByteSize.approximate(.min) == "-8.0E")
    }
}
