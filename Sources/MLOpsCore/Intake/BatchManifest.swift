/// A list of files that belong together, as a `*.manifest.json` gives it: none of them is ready before all are.
package struct BatchManifest: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// Relative to the dataset's directory.
        package var path: [UInt8]
        package var size: Int64?
        /// Hex SHA-256, lower case.
        package var digest: String?
        package var rows: Int64?

        package init(path: [UInt8], size: Int64? = nil, digest: String? = nil, rows: Int64? = nil) {
            self.path = path
            self.size = size
            self.digest = digest
            self.rows = rows
        }
    }

    /// What is known of an entry's file.
    package enum Sighting: Hashable, Sendable {
        case absent
        /// Cannot become right by waiting alone; the words say what it is.
        case unusable(String)
        case present(FileRecord.Fingerprint, digest: String?)
    }

    package enum Standing: Hashable, Sendable {
        /// Every file is there and is what the manifest says.
        case complete([WholeFile])
        /// Sizes agree; the digests of these entries are still to be computed.
        case needsDigests([Entry])
        case waiting(Shortfall)
        /// The deadline is over; the files stay out of every run until the batch becomes complete.
        case incomplete(Shortfall)
    }

    /// Relative to the dataset's directory.
    package var path: [UInt8]
    package var entries: [Entry]

    package init(path: [UInt8], entries: [Entry]) {
        self.path = path
        self.entries = entries
    }

    /// What the batch has come to `waited` after its manifest was first seen.
    package func standing(
        after waited: Duration, deadline: Duration, _ sighting: (Entry) -> Sighting
    ) -> Standing {
        var shortfall = Shortfall(expected: entries.count)
        var unverified: [Entry] = []
        var files: [WholeFile] = []
        for entry in entries {
            switch Self.compare(entry, sighting(entry)) {
            case .missing: shortfall.missing.append(entry.path)
            case .different(let difference): shortfall.different.append(.init(path: entry.path, how: difference))
            case .unverified: unverified.append(entry)
            case .matches(let file): files.append(file)
            }
        }
        guard shortfall.isEmpty else { return waited >= deadline ? .incomplete(shortfall) : .waiting(shortfall) }
        return unverified.isEmpty ? .complete(files) : .needsDigests(unverified)
    }

    private enum Comparison {
        case missing
        case different(String)
        case unverified
        case matches(WholeFile)
    }

    private static func compare(_ entry: Entry, _ sighting: Sighting) -> Comparison {
        switch sighting {
        case .absent: return .missing
        case .unusable(let words): return .different(words)
        case .present(let fingerprint, let digest):
            if let obstacle = PathObstacle.reason(entry.path) { return .different(obstacle) }
            if let size = entry.size, size != fingerprint.size {
                return .different("it has \(fingerprint.size) bytes, the manifest says \(size)")
            }
            if let expected = entry.digest {
                guard let digest else { return .unverified }
                guard digest == expected else { return .different("its SHA-256 is not the manifest's") }
            }
            return .matches(
                WholeFile(
                    path: entry.path, fingerprint: fingerprint, rung: .manifest, digest: digest, rows: entry.rows))
        }
    }
}
