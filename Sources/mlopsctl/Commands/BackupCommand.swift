import ArgumentParser
import FoundationEssentials
import MLOpsControl

/// `mlopsctl backup`.
struct BackupCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the whole record into a file, while everything goes on.",
        discussion: """
            The copy is the record of one moment, a database that any SQLite opens; it is checked before it is sent, \
            and has its name only when it is whole. A file that is there is not replaced. This is for administrators.

            To go back to it: stop the daemon, put the file in the place of metadata.db in its state directory, owned by \
            the daemon's user, remove metadata.db-wal and metadata.db-shm, and start the daemon. Files of models and \
            runs, and predictions, are not in it: they stay in the state directory, and models are never written again, \
            so that a copy of that directory has what the record speaks of.
            """)

    @Argument(help: "The file to make.", completion: .file())
    var file: String

    @OptionGroup var common: CommonOptions

    /// What was written.
    private struct Backup: Encodable {
        var file: String
        var bytes: Int
    }

    func run() async throws {
        let copy = try NewFile(file)
        var bytes = 0
        var failure: CommandFailure?
        try await receive { part in
            do throws(CommandFailure) {
                try copy.append(part)
                bytes += part.count
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        try copy.publish()
        try console.show(Backup(file: file, bytes: bytes)) { $0.fitted("wrote \(file)") + "\n" }
    }

    private func receive(_ take: (Data) -> Bool) async throws(CommandFailure) {
        do throws(ControlError) {
            try await ControlClient(endpoint: common.endpoint).parts(.backup, take: take)
        } catch {
            throw failure(error)
        }
    }
}
