/// What a file may cost before it is given up.
enum ProfilingLimits {
    /// Bytes of address space; reading takes a tenth of it.
    static let memory: UInt64 = 2 << 30
    static let processorSeconds: UInt64 = 3600
    /// Of one job that makes a reference: more files than these are represented by the last of them.
    static let files = 4096
}
