/// What a client has to know of a route besides its path; the OpenAPI document is made of it.
extension Route {
    /// A parameter of the query; all are optional.
    package struct QueryParameter: Sendable, Hashable {
        package var name: String
        package var summary: String

        init(_ name: String, _ summary: String) {
            self.name = name
            self.summary = summary
        }
    }

    package var summary: String {
        switch self {
        case .version: "The daemon's version"
        case .healthz: "Whether the daemon works"
        case .readyz: "Whether the daemon takes requests"
        case .status: "Health, active runs, what is due, last failures"
        case .pipelines: "All pipelines, by name"
        case .pipeline: "A pipeline with its triggers, datasets, requests and last runs"
        case .whyNot: "What keeps a pipeline or one of its triggers from starting a run now"
        case .drift: "How new data of a pipeline differ from the training data of its model"
        case .performance: "What the models of a pipeline said and what came true, by windows of time"
        case .triggers: "All triggers, soonest due first"
        case .runs: "Runs, newest first"
        case .run: "A run with its steps, inputs, metrics, gates and result"
        case .runLogs: "What the steps of a run wrote"
        case .whyRun: "What led to a run and what came of it"
        case .reproduction: "What came of doing again what a run did"
        case .reproduce: "Do again what a run did, beside everything else"
        case .request: "A wish to run a pipeline, and what became of it"
        case .deployments: "The ledger of deployments, newest first"
        case .deployment: "A row of the ledger, and what became of it"
        case .whyDeployment: "What led to a deployment"
        case .models: "Registered model versions, newest first"
        case .model: "A model version with its gates and deployments"
        case .lineage: "What a model version was made from"
        case .fileLineage: "What became of a file: the runs that read it, their models, and where those went live"
        case .datasets: "Watched directories, their files by state and what is new"
        case .decision: "A decision with its explanation and evidence"
        case .audit: "Whether every piece of evidence is accounted for"
        case .doctor: "Checks of the daemon and its host"
        case .outbox: "Who is told of events, and what waits to be told"
        case .events: "What happens, as it happens"
        case .backup: "The whole record as it is at this moment, as a database that SQLite opens"
        case .startRun: "Run a pipeline on demand"
        case .addPredictions: "Take in what a pipeline's models said, as rows of the log"
        case .addLabels: "Take in what came true of predictions"
        case .addMetrics: "Take in values of metrics that another program counted"
        case .pause: "Let the triggers of a pipeline start no run until it is resumed"
        case .resume: "End the pause of a pipeline"
        case .rollback: "Take a deployment back"
        case .champion: "What was in production at a time, and why"
        case .moveAlias: "Let a name point to a version, or to none"
        case .promote: "Make a registered version the champion"
        case .deploy: "Put a registered version at the target, also when it is live already"
        case .approve: "Let a version go live that waits for a person"
        case .reject: "Refuse a version that waits for a person"
        case .verify:
            "Whether the files of all versions are those that were registered, and targets lead where they should"
        case .cancel: "Cancel a run"
        case .retry: "Run again what a run did"
        case .prune: "Remove what policies do not keep, or say what that is"
        case .forget: "Leave a pipeline whose file is gone out of everything but the history"
        case .tag: "Attach a word to a version, or take it away"
        case .configuration: "The configuration that is in force, and what its files say now"
        case .reload: "Read the configuration again"
        case .metrics: "Measurements in OpenMetrics text"
        case .openapi: "This interface as an OpenAPI 3.1 document"
        }
    }

    package var query: [QueryParameter] {
        switch self {
        case .pipelines, .pipeline, .drift, .version, .healthz, .readyz, .status, .request, .whyRun, .deployment,
            .whyDeployment,
            .model,
            .lineage, .decision, .audit, .doctor, .outbox, .backup, .reproduction, .reproduce, .prune, .forget, .tag,
            .startRun,
            .addPredictions, .addLabels, .addMetrics, .pause, .resume,
            .rollback,
            .cancel, .retry, .reload,
            .metrics,
            .openapi:
            []
        case .whyNot: [QueryParameter("trigger", "only this trigger")]
        case .performance:
            [
                QueryParameter("segments", "also windows of the values of this column of segments"),
                QueryParameter("metrics", "of each window only these, with commas between them; without it, all"),
                QueryParameter("limit", "at most so many windows, the last; 1 to 20000, default 60"),
            ]
        case .triggers, .datasets, .verify: [Self.ofPipeline]
        case .configuration: [QueryParameter("pipeline", "only the file of this pipeline, and no settings")]
        case .fileLineage:
            [
                QueryParameter("file", "the absolute path of a file in a dataset"),
                QueryParameter("digest", "instead, the hex SHA-256 of a content under any name"),
            ]
        case .champion: [QueryParameter("at", "the time, RFC 3339; without it, now")]
        case .moveAlias, .promote, .deploy, .approve, .reject: []
        case .runs:
            [Self.ofPipeline, QueryParameter("outcome", "only runs with this outcome, or `active`")] + Self.page
        case .deployments, .models: [Self.ofPipeline] + Self.page
        case .run: [QueryParameter("wait", "answer when the run has ended, or after this many seconds, at most 60")]
        case .runLogs:
            [
                QueryParameter("step", "only this step"),
                QueryParameter("attempt", "only this attempt of it"),
                QueryParameter("tail", "only this many of the last lines"),
                QueryParameter("follow", "1: go on until the run has ended"),
                QueryParameter(
                    "after", "go on after this cursor, that of a line of the same run; tail is then ignored"),
            ]
        case .events:
            [
                QueryParameter("after", "go on after this cursor; without it, from now on"),
                Self.ofPipeline,
            ]
        }
    }

    private static let ofPipeline = QueryParameter("pipeline", "only those of this pipeline")
    private static let page = [
        QueryParameter("limit", "at most this many, 1 to 1000; default 50"),
        QueryParameter("before", "only those older than the one with this id"),
    ]
}
