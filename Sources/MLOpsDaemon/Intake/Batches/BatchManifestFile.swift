import FoundationEssentials
import MLOpsCore
import MLOpsLinux

/// The text of a `*.manifest.json`: `{"files": [{"path": "a.csv", "size": 12, "sha256": "…", "rows": 3}]}`, paths
/// relative to the manifest's own directory; all but `path` may be left out.
struct BatchManifestFile: Decodable {
    struct Entry: Decodable {
        let path: String
        let size: Int64?
        let sha256: String?
        let rows: Int64?
    }

    struct Malformed: Error {
        let reason: String
    }

    let files: [Entry]

    /// - Parameter path: Of the manifest, relative to the dataset's directory.
    static func read(_ text: [UInt8], at path: [UInt8]) throws(Malformed) -> BatchManifest {
        let file: BatchManifestFile
        do {
            file = try JSONDecoder().decode(BatchManifestFile.self, from: Data(text))
        } catch {
            throw Malformed(reason: "it is not a manifest: an object with \"files\", a list of objects with \"path\"")
        }
        let folder = BatchMarker.directory(of: path)
        var entries: [BatchManifest.Entry] = []
        var seen: Set<[UInt8]> = []
        for entry in file.files {
            let checked = try entry.checked(in: folder)
            guard seen.insert(checked.path).inserted else {
                throw Malformed(reason: "it lists \"\(UntrustedText.escape(entry.path))\" twice")
            }
            entries.append(checked)
        }
        return BatchManifest(path: path, entries: entries)
    }
}

extension BatchManifestFile.Entry {
    fileprivate func checked(in folder: [UInt8]) throws(BatchManifestFile.Malformed) -> BatchManifest.Entry {
        let bytes = folder.isEmpty ? Array(path.utf8) : folder + [UInt8(ascii: "/")] + Array(path.utf8)
        guard !path.isEmpty, let relative = RelativePath(bytes) else {
            throw BatchManifestFile.Malformed(
                reason: "\"\(UntrustedText.escape(path))\" is no path below the manifest's directory")
        }
        guard size ?? 0 >= 0, rows ?? 0 >= 0 else {
            throw BatchManifestFile.Malformed(
                reason: "\"\(UntrustedText.escape(path))\" has a negative size or row count")
        }
        let digest = sha256?.lowercased()
        guard digest.map({ $0.utf8.count == 64 && $0.utf8.allSatisfy(Self.isHexadecimal) }) ?? true else {
            throw BatchManifestFile.Malformed(
                reason: "the sha256 of \"\(UntrustedText.escape(path))\" is not 64 hexadecimal digits")
        }
        return BatchManifest.Entry(path: relative.bytes, size: size, digest: digest, rows: rows)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
