import MLOpsLinux

/// What the kernel says of this process.
enum ProcessMemory {
    static var residentBytes: Int64? {
        guard let text = SmallFile.text("/proc/self/statm") else { return nil }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int64(fields[1]) else { return nil }
        return pages * 4096
    }
}
