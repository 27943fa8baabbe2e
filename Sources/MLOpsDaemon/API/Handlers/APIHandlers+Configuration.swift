import Hummingbird
import MLOpsConfig
import MLOpsControl
import MLOpsCore

/// The files of the configuration, as they are in force and as they stand there now.
extension APIHandlers {
    func configuration(_ request: Request) throws -> ConfigurationResponse {
        let directory = services.paths.configuration
        let inForce = services.configuration()
        let answer = ConfigurationResponse(inForce, ConfigurationOnDisk(directory: directory), in: directory)
        guard let name = request.query("pipeline") else { return answer }
        let files = answer.files.filter { $0.path == "\(directory)/pipelines.d/\(name).yaml" }
        guard !files.isEmpty else { throw APIFailure.notFound("pipeline \"\(name)\"", hint: "mlopsctl config diff") }
        return ConfigurationResponse(directory: directory, settings: [], files: files)
    }
}

extension ConfigurationResponse {
    init(_ inForce: Configuration, _ onDisk: ConfigurationOnDisk, in directory: String) {
        let pipelines = inForce.pipelines.map {
            SourceFile(path: "\(directory)/pipelines.d/\($0.name).yaml", text: $0.source)
        }
        let read = Dictionary((inForce.settingsFiles + pipelines).map { ($0.path, $0.text) }) { $1 }
        let found = Dictionary(onDisk.files.map { ($0.path, $0.text) }) { $1 }
        let problems = Dictionary(onDisk.unreadable.map { ($0.file, $0.cause) }) { first, _ in first }
        let paths = Set(read.keys).union(found.keys).union(problems.keys).sorted()
        self.init(
            directory: directory,
            settings: inForce.effectiveSettings.map { Setting(key: $0.key, value: $0.value, origin: $0.origin) },
            files: paths.map { File($0, inForce: read[$0], onDisk: found[$0], problem: problems[$0]) })
    }
}

extension ConfigurationResponse.File {
    init(_ path: String, inForce: String?, onDisk: String?, problem: String?) {
        let state: State =
            switch (inForce, onDisk) {
            case _ where problem != nil: .unreadable
            case (nil, _): .added
            case (_, nil): .removed
            case let (old?, new?): old == new ? .same : .changed
            }
        self.init(
            path: path, state: state, inForce: inForce, onDisk: state == .same ? nil : onDisk, problem: problem)
    }
}

extension Diagnostic {
    /// What it says besides the place.
    fileprivate var cause: String { problem + (hint.map { "; \($0)" } ?? "") }
}
