import Glibc
package import Logging
import MLOpsLinux

/// Writes log records to the journal by its native protocol, and where no journal runs as lines to standard error.
package struct NarrativeLogHandler: LogHandler {
    private static let fieldNames: [StaticString] = [
        "MESSAGE_ID", "MLOPSD_PIPELINE", "MLOPSD_TRIGGER", "MLOPSD_RUN_ID", "MLOPSD_STEP", "MLOPSD_MODEL_VERSION",
        "MLOPSD_DECISION", "MLOPSD_OUTCOME", "MLOPSD_DURATION_USEC", "MLOPSD_ACTOR_UID", "MLOPSD_ACTOR_GID",
        "MLOPSD_COMMAND",
    ]

    private let journal: JournalCopy?
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]

    /// - Parameter journal: nil: lines go to standard error.
    package init(journal: JournalCopy?, level: Logger.Level) {
        self.journal = journal
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        guard let journal else { return writeLine("\(event.message)", event.level) }
        let fields = Self.fieldNames.compactMap { name in all["\(name)"].map { JournalField(name, "\($0)") } }
        do {
            // journalctl shows a message with control characters as a blob.
            try journal.write(
                UntrustedText.escape("\(event.message)"), priority: event.level.priority,
                fields: fields + [JournalField("SYSLOG_IDENTIFIER", "mlopsd")])
        } catch {
            writeLine("\(event.message)", event.level)
        }
    }

    /// One line, whatever the message holds; `<3>` in front where the service manager reads it.
    private func writeLine(_ message: String, _ level: Logger.Level) {
        let prefix = Self.isReadByManager ? "<\(level.priority)>" : ""
        let line = "\(prefix)mlopsd: \(level == .info ? "" : "\(level): ")\(UntrustedText.escape(message))\n"
        let bytes = Array(line.utf8)
        // There is nobody to tell when standard error is gone.
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static let isReadByManager = getenv("JOURNAL_STREAM") != nil
}

extension Logger.Level {
    /// As in syslog(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
