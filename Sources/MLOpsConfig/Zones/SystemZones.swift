package import MLOpsSchedule
import Synchronization

/// The time zones of the machine, from `/usr/share/zoneinfo`.
///
/// Each is read once: make a new value for each reading of the configuration, so that an upgrade of the time zone
/// data takes effect with it.
package final class SystemZones: ZoneSource {
    private let directory: String
    private let known = Mutex<[String: TimeZoneRules]>([:])

    /// The largest files of the database have 4 kB.
    private static let maximumBytes = 1 << 20

    package init(directory: String = "/usr/share/zoneinfo") { self.directory = directory }

    package func rules(named name: String) throws(ScheduleError) -> TimeZoneRules {
        if let rules = known.withLock({ $0[name] }) { return rules }
        guard isName(name) else { throw .unknownTimeZone(name: name, hint: "use an IANA name such as Europe/Berlin") }
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try OpenFile(path: "\(directory)/\(name)", followingLinks: true).bytes(atMost: Self.maximumBytes)
        } catch {
            throw .unknownTimeZone(name: name, hint: Suggestion.hint(for: name, among: names))
        }
        let rules = try TimeZoneRules(name: name, tzif: bytes)
        known.withLock { $0[name] = rules }
        return rules
    }

    /// A name must not lead out of the directory, nor to the copies there that count leap seconds.
    private func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard name.utf8.count <= 64, parts.first != "right", parts.first != "posix" else { return false }
        return parts.allSatisfy { part in
            part.utf8.first.map(isLetter) == true
                && part.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "_+-".utf8.contains($0) }
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// The names there are, for suggestions only; empty where the machine has no list.
    private var names: [String] {
        let path = "\(directory)/tzdata.zi"
        let list = try? OpenFile(path: path, followingLinks: true).bytes(atMost: Self.maximumBytes)  // A hint less.
        guard let list else { return [] }
        return String(decoding: list, as: UTF8.self).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            switch words.first {
            case "Z" where words.count > 1: return String(words[1])
            case "L" where words.count > 2: return String(words[2])
            default: return nil
            }
        }
    }
}
