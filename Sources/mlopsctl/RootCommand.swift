import ArgumentParser
import MLOpsControl

/// `mlopsctl`: its verbs in the groups in which help shows them.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mlopsctl",
        abstract: "Ask and direct mlopsd, which keeps models fresh.",
        version: "mlopsctl \(ProductVersion.current)",
        subcommands: [DialStdioCommand.self, GenerateUnitsCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Look",
                subcommands: [
                    StatusCommand.self, ListPipelinesCommand.self, ListTriggersCommand.self, ListRunsCommand.self,
                    ListModelsCommand.self, ListDeploymentsCommand.self, ListDatasetsCommand.self, ShowCommand.self,
                    LogsCommand.self, WatchCommand.self, ChampionCommand.self,
                ]),
            CommandGroup(
                name: "Ask why",
                subcommands: [
                    WhyCommand.self, WhyNotCommand.self, DriftCommand.self, PerformanceCommand.self,
                    LineageCommand.self,
                ]),
            CommandGroup(
                name: "Act",
                subcommands: [
                    RunCommand.self, CancelCommand.self, RetryCommand.self, PauseCommand.self, ResumeCommand.self,
                    WaitCommand.self, ReproduceCommand.self, MetricCommand.self, ReloadCommand.self,
                    ApplyCommand.self,
                ]),
            CommandGroup(
                name: "Deliver",
                subcommands: [
                    PromoteCommand.self, DeployCommand.self, RollbackCommand.self, ApproveCommand.self,
                    RejectCommand.self, AliasCommand.self, TagCommand.self, PruneCommand.self, ForgetCommand.self,
                ]),
            CommandGroup(
                name: "Data",
                subcommands: [
                    ProfileCommand.self, CompareCommand.self, DetectCommand.self, ReportCommand.self,
                    SchemaCommand.self,
                ]),
            CommandGroup(
                name: "Check",
                subcommands: [
                    CheckCommand.self, ConfigCommand.self, CalendarCommand.self, AuditCommand.self, VerifyCommand.self,
                    DoctorCommand.self, OutboxCommand.self, BackupCommand.self, VersionCommand.self,
                ]),
        ])
}
