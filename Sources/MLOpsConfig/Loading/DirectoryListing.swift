import Glibc

enum DirectoryListing {
    /// Returns the names in a directory in byte order, without `.` and `..`.
    static func names(in path: String) throws(FileFault) -> [String] {
        guard let directory = opendir(path) else { throw .system(errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
