import Glibc

/// The three streams that the program was started with.
enum StandardStreams {
    /// Makes them usable whatever they are: a closed one would otherwise get the number of the first socket, and what
    /// is written to it would go to the daemon.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        var descriptor: Int32
        repeat { descriptor = open("/dev/null", O_RDWR) } while (0...2).contains(descriptor)
        if descriptor > 2 { close(descriptor) }
    }

    /// Returns false when the reader has gone, which ends a command quietly.
    @discardableResult
    static func write(_ text: String) -> Bool { write(text, to: STDOUT_FILENO) == nil }

    static func writeError(_ text: String) {
        // Nobody is left to be told that stderr can not be written to.
        _ = write(text, to: STDERR_FILENO)
    }

    /// Writes all of `text`; returns the error number of what kept it from being written.
    static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
    }
}
