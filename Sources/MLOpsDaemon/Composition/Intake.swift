import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// What watches data and code; a stand-in until the sources are connected.
struct Intake: Sendable {
    init(store: SQLiteMetadataStore, inbox: Inbox, logger: Logger) throws(LinuxError) {}
    func watch(_ pipelines: [PipelineDefinition]) {}
    @Sendable func status() async -> [DatasetStatus] { [] }
    func stop() {}
}
