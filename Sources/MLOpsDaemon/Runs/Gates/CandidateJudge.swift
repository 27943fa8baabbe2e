import MLOpsCore
import MLOpsLinux
import MLOpsStatistics

/// Measures what a candidate's gates ask for: metrics row by row and by segment, and what programs say of it.
struct CandidateJudge: Sendable {
    let evaluations: EvaluationStore
    let store: ModelStore
    let base: BaseEnvironment
    /// The daemon's state directory.
    let state: String
    var units: CommandUnits? = nil
    let places = LogPlaces()
    /// nil: data can not be looked at.
    var profiling: ProfilingProcess? = nil
    /// The run that made a version; nil: it is not known.
    var maker: @Sendable (ModelVersionID) -> RunID? = { _ in nil }
    var now: @Sendable () -> Moment = { .now }

    /// - Parameter champion: the version to compare with; nil: there is none.
    /// - Returns: A measurement for each gate, in their order.
    func measurements(
        for run: Run, _ pipeline: PipelineDefinition, champion: ModelVersionID?, in directory: RunDirectory
    ) -> [GateMeasurement] {
        let own = run.version.flatMap(evaluations.evaluation)
        let metrics = MetricsJudge(
            own: own, champion: champion.flatMap(evaluations.evaluation),
            outdated: Self.outdated(run, champion: champion))
        let programs = ProgramJudge(
            run: run, pipeline: pipeline, directory: directory, model: run.version.map(store.directory),
            champion: champion.map(store.directory), base: base, state: state, units: units)
        return pipeline.gates.enumerated().map { index, gate in
            switch gate {
            case .metric(let metric): metrics.measure(metric)
            case .data(let data): measure(data, run, pipeline, champion, directory)
            case .program(let program): programs.measure(program, number: index + 1)
            }
        }
    }

    /// The steps scored the model that was champion when the run began; another one may be by now.
    private static func outdated(_ run: Run, champion: ModelVersionID?) -> String? {
        guard let champion, run.champion != champion else { return nil }
        return run.champion.map { "they compare with \($0), which is not the champion any more" }
            ?? "there was no champion yet when the run began"
    }

    private func measure(
        _ gate: DataGate, _ run: Run, _ pipeline: PipelineDefinition, _ champion: ModelVersionID?,
        _ directory: RunDirectory
    ) -> GateMeasurement {
        guard let profiling else { return .unavailable(reason: "there is no program that reads data") }
        let championDirectory = champion.flatMap(maker).map { RunDirectory(state: state, run: $0) }
        return DataJudge(
            run: run, pipeline: pipeline, directory: directory, championDirectory: championDirectory,
            champion: champion, profiling: profiling, places: places, now: now
        ).measure(gate)
    }
}
