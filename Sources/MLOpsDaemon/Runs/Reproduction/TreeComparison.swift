import Glibc
import MLOpsControl
import MLOpsLinux

/// Compares two models file by file, and files that differ byte by byte.
struct TreeComparison: Sendable {
    typealias Difference = ReproductionResponse.Difference

    /// Directories; `former` may be gone, then only digests are compared.
    let former: String?
    let again: String
    let limits: TreeLimits

    func differences(formerDigest: String?) throws(LinuxError) -> [Difference] {
        let manifest = try SafeDirectory(again).manifest(limits: limits)
        let digest = manifest.entries.isEmpty ? nil : manifest.digest
        if digest == formerDigest { return [] }
        guard let former, FileStatus(at: former) != nil else {
            return [Difference(kind: .model, subject: "model", text: "another digest; the files of then are not kept")]
        }
        let old = try SafeDirectory(former).manifest(limits: limits)
        let known = Dictionary(old.entries.map { ($0.path, $0) }) { $1 }
        var differences: [Difference] = []
        for entry in manifest.entries {
            guard let other = known[entry.path] else {
                differences.append(
                    Difference(kind: .model, subject: entry.path.description, text: "it was not there then"))
                continue
            }
            guard other.sha256 != entry.sha256 else { continue }
            differences.append(
                Difference(
                    kind: .model, subject: entry.path.description,
                    text: try text(entry.path.description, in: former, sizes: (other.size, entry.size))))
        }
        let present = Set(manifest.entries.map(\.path))
        return differences
            + old.entries.filter { !present.contains($0.path) }.map {
                Difference(kind: .model, subject: $0.path.description, text: "it is not there now")
            }
    }

    private func text(_ name: String, in former: String, sizes: (Int64, Int64)) throws(LinuxError) -> String {
        let (first, count) = try Self.compare("\(former)/\(name)", "\(again)/\(name)")
        let size = sizes.0 == sizes.1 ? "\(sizes.0) bytes both" : "\(sizes.0) bytes then, \(sizes.1) now"
        guard let first else { return "the longer begins with the shorter; \(size)" }
        return "\(count) bytes differ, the first at offset \(first); \(size)"
    }

    /// Returns where two files first differ and how many bytes do, up to the end of the shorter.
    private static func compare(_ one: String, _ other: String) throws(LinuxError) -> (first: Int64?, count: Int64) {
        let files = [fopen(one, "re"), fopen(other, "re")]
        defer { for file in files { if let file { fclose(file) } } }
        guard let left = files[0], let right = files[1] else { throw LinuxError("read", one, .system(errno)) }
        let size = 64 << 10
        var (a, b) = ([UInt8](repeating: 0, count: size), [UInt8](repeating: 0, count: size))
        var (first, count, offset): (Int64?, Int64, Int64) = (nil, 0, 0)
        while true {
            let length = min(fread(&a, 1, size, left), fread(&b, 1, size, right))
            guard length > 0 else { return (first, count) }
            for index in 0..<length where a[index] != b[index] {
                first = first ?? offset + Int64(index)
                count += 1
            }
            offset += Int64(length)
        }
    }
}
