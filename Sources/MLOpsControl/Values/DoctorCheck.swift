/// One thing that was looked at.
package struct DoctorCheck: Codable, Sendable, Hashable {
    package enum Status: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case ok, warning, failed
    }

    /// Stable: `inotify-watches`, `disk-space`.
    package var name: String
    package var status: Status
    package var detail: String
    /// The command to type or the thing to change.
    package var fix: String?

    package init(name: String, status: Status, detail: String, fix: String? = nil) {
        self.name = name
        self.status = status
        self.detail = detail
        self.fix = fix
    }
}
