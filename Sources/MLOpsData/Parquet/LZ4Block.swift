/// Unpacks one LZ4 block, as the format's description has it: literals and copies of what came before.
enum LZ4Block {
    /// Returns how many bytes there are; nil: it is broken, or they do not fit.
    static func unpack(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int? {
        var (read, written) = (0, 0)
        while read < input.count {
            let token = input[read]
            read += 1
            guard let literals = length(Int(token >> 4), input, &read), literals <= input.count - read,
                literals <= output.count - written
            else { return nil }
            output[written..<written + literals].copyBytes(from: input[read..<read + literals])
            read += literals
            written += literals
            if read == input.count { return written }
            guard input.count - read >= 2 else { return nil }
            let distance = Int(input[read]) | Int(input[read + 1]) << 8
            read += 2
            guard let extra = length(Int(token & 15), input, &read), distance > 0, distance <= written,
                extra + 4 <= output.count - written
            else { return nil }
            // Byte by byte, because a copy may overlap what it makes.
            for _ in 0..<extra + 4 {
                output[written] = output[written - distance]
                written += 1
            }
        }
        return written
    }

    private static func length(_ nibble: Int, _ input: UnsafeRawBufferPointer, _ read: inout Int) -> Int? {
        guard nibble == 15 else { return nibble }
        var length = 15
        while read < input.count {
            let byte = input[read]
            read += 1
            length += Int(byte)
            if byte != 255 { return length }
        }
        return nil
    }
}
