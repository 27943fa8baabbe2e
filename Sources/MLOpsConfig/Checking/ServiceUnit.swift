import FoundationEssentials

/// What the unit files of the daemon's service say, with the drop-ins of administrators, as they are on the disk.
struct ServiceUnit: Sendable {
    private static let name = "mlopsd.service"
    /// Where the service manager looks, what wins first.
    private static let places = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]

    private struct Setting {
        let key: String
        let value: String
    }

    private let settings: [Setting]

    /// nil: it is not installed, or can not be read.
    ///
    /// - Parameter root: stands before the paths of the system.
    init?(root: String = "") {
        let candidates = Self.places.map { "\(root)\($0)/\(Self.name)" }
        guard let main = candidates.lazy.compactMap(Self.text).first else { return nil }
        settings = Self.settings(main) + Self.dropIns(root).compactMap(Self.text).flatMap(Self.settings)
    }

    /// The words of a setting that adds up; an empty one takes back those before it.
    func words(of key: String) -> [String] {
        settings.filter { $0.key == key }.reduce(into: []) { words, setting in
            let added = setting.value.split(whereSeparator: \.isWhitespace).map(String.init)
            words = added.isEmpty ? [] : words + added
        }
    }

    /// nil: it is not set.
    func value(of key: String) -> String? { settings.last { $0.key == key }?.value }

    /// Whether the service sees a directory as one that can be written to.
    func letsWrite(to directory: String) -> Bool {
        let writable = words(of: "ReadWritePaths").map { String($0.drop { "-+".contains($0) }) }
        if writable.contains(where: { FilePath.isInside(directory, $0) }) { return true }
        if value(of: "ProtectSystem") == "strict" { return false }
        let hidesHomes = !["no", "false", "0"].contains(value(of: "ProtectHome") ?? "no")
        return !hidesHomes || !["/home", "/root"].contains { FilePath.isInside(directory, $0) }
    }

    /// In the order of their names; of two with one name the place that wins has its say.
    private static func dropIns(_ root: String) -> [String] {
        var paths: [String: String] = [:]
        for place in places.reversed() {
            let directory = "\(root)\(place)/\(name).d"
            let names = try? DirectoryListing.names(in: directory)  // Where there are none, there is no directory.
            for name in names ?? [] where name.hasSuffix(".conf") { paths[name] = "\(directory)/\(name)" }
        }
        return paths.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func text(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)  // What can not be read says nothing.
    }

    private static func settings(_ text: String) -> [Setting] {
        text.replacing("\\\n", with: " ").split(separator: "\n").compactMap { line in
            guard let equals = line.firstIndex(of: "="), line.first.map({ !"#;[".contains($0) }) == true else {
                return nil
            }
            func trimmed(_ part: Substring) -> String {
                String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            }
            return Setting(key: trimmed(line[..<equals]), value: trimmed(line[line.index(after: equals)...]))
        }
    }
}
