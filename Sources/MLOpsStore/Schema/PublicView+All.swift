extension PublicView {
    /// The public schema.
    package static let all = [
        runs, decisions, evidence, evaluations, models, gates, deployments, aliases, metrics, files, profiles,
    ]

    private static let runs = PublicView(
        name: "runs",
        meaning: "an execution of a pipeline",
        columns: [
            identifier("run", "r", "identifier", from: "id"),
            Column("number", .integer, "the number in the identifier; indexed", from: "id"),
            Column("pipeline", .text, "the pipeline's name"),
            Column("phase", .text, "freezing, running, collecting, registering, judging, deploying or ended"),
            Column("outcome", .text, "succeeded, refused, failed or cancelled; null while the run is active"),
            Column("detail", .text, "why it was refused, failed or cancelled"),
            Column("trigger", .text, "the trigger that asked first; null when a person did"),
            Column("reason", .text, "what came true, in one line"),
            identifier("decision", "d", "the decision that started it", from: "decision"),
            identifier("retry_of", "r", "the run that this one repeats", from: "retry_of"),
            Column("definition", .text, "the id of the definition that it ran"),
            Column("manifest", .text, "SHA-256 over the list of its input files"),
            Column("version", .text, "the model version that it registered"),
            Column("champion", .text, "the model version in production when it started"),
        ] + time("started_at", "start") + time("ended_at", "end; null while the run is active"),
        source: "_run")

    private static let decisions = PublicView(
        name: "decisions",
        meaning: "a decision about a pipeline; equal ones in a row are one row with a count",
        columns: [
            identifier("decision", "d", "identifier", from: "id"),
            Column("number", .integer, "the number in the identifier; indexed", from: "id"),
            Column("pipeline", .text, "the pipeline's name"),
            Column("kind", .text, "start, merge, hold, suppress or reject"),
            Column("trigger", .text, "the trigger it is about; null when a person asked"),
            identifier("request", "q", "the request it is about", from: "request"),
            identifier("run", "r", "the run it is about", from: "run"),
            Column("summary", .text, "what was decided and why, in one line"),
            Column("explanation", .text, "the whole tree of reasons, as JSON"),
            Column("count", .integer, "how many times in a row it was made"),
        ] + time("decided_at", "when it was made first") + time("last_at", "when it was made last"),
        source: "_decision")

    private static let evidence = PublicView(
        name: "evidence",
        meaning: "a fact and what became of it for one operand of a trigger",
        columns: [
            identifier("evidence", "e", "identifier", from: "e.id"),
            Column("number", .integer, "the number in the identifier; indexed", from: "e.id"),
            Column("pipeline", .text, "the pipeline's name", from: "e.pipeline"),
            Column(
                "kind", .text,
                "slot, slotsMissed, batch, modelAged, pipelineChanged, requested, windowJudged or performanceJudged",
                from: "e.kind"),
            Column("fact", .text, "the fact, as JSON", from: "e.fact"),
            Column(
                "trigger", .text, "the trigger that used it; null when none does, or a person asked", from: "u.trigger"),
            Column(
                "operand", .text, "the part of the trigger, for example nightly.all.0", from: "nullif(u.operand, '')"),
            Column(
                "disposition", .text,
                "latched or merged; finally consumed, suppressed, expired, superseded, withdrawn or quarantined",
                from: "u.disposition"),
            identifier(
                "request", "q", "the request that it is merged into",
                from: "CASE u.disposition WHEN 'merged' THEN u.object END"),
            identifier(
                "run", "r", "the run that consumed it", from: "CASE u.disposition WHEN 'consumed' THEN u.object END"),
            Column("reason", .text, "why it was not consumed", from: "u.reason"),
        ] + time("recorded_at", "when it was recorded", from: "e.recorded_at"),
        source: "_evidence e LEFT JOIN _use u ON u.evidence = e.id")

    private static let models = PublicView(
        name: "models",
        meaning: "a registered model version",
        columns: [
            Column("version", .text, "identifier, for example flights/3", from: "pipeline || '/' || number"),
            Column("pipeline", .text, "the pipeline's name"),
            Column("number", .integer, "counts from 1 within the pipeline"),
            Column(
                "status", .text,
                "accepted, refused (by a gate), inconclusive, awaiting (approval), rejected or bad (taken back)"),
            Column(
                "aliases", .text, "names that point at it, for example champion",
                from: """
                    (SELECT group_concat(a.alias, ' ') FROM _alias a
                        WHERE a.pipeline = v.pipeline AND a.version = v.pipeline || '/' || v.number)
                    """),
            identifier("run", "r", "the run that produced it", from: "run"),
            Column("sha256", .text, "SHA-256 of its tree of files", from: "digest"),
            Column("files", .integer, "number of files"),
            Column("bytes", .integer, "their size"),
        ] + time("registered_at", "when it was registered"),
        source: "_version v")

    private static let deployments = PublicView(
        name: "deployments",
        meaning: "a row of the ledger: a version was to go live",
        columns: [
            identifier("deployment", "l", "identifier", from: "id"),
            Column("number", .integer, "the number in the identifier; indexed", from: "id"),
            Column("pipeline", .text, "the pipeline's name"),
            Column("action", .text, "deploy or rollback"),
            Column("version", .text, "the version that was to go live"),
            Column("replaced", .text, "the version that was live before"),
            Column("target", .text, "the symbolic link that was switched"),
            identifier("run", "r", "the run that asked for it", from: "run"),
            Column("actor", .text, "who asked for it", from: "json_extract(actor, '$.name')"),
            Column("reason", .text, "why, in the words of who asked"),
            Column("state", .text, "intended, live or failed"),
            Column("detail", .text, "why it failed"),
        ] + time("started_at", "when it was intended") + time("ended_at", "when it was live or had failed"),
        source: "_deployment")

    private static let metrics = PublicView(
        name: "metrics",
        meaning: "a metric of a run's candidate",
        columns: [
            identifier("run", "r", "the run", from: "m.run"),
            Column("number", .integer, "the number in the run's identifier; indexed", from: "m.run"),
            Column("pipeline", .text, "the pipeline's name", from: "r.pipeline"),
            Column("version", .text, "the version that the candidate became", from: "r.version"),
            Column("name", .text, "the metric's name", from: "m.name"),
            Column("value", .real, "its value", from: "m.value"),
        ],
        source: "_metric m JOIN _run r ON r.id = m.run")

    private static let files = PublicView(
        name: "files",
        meaning: "a file of a dataset as it is known now",
        columns: [
            Column("pipeline", .text, "the pipeline's name", from: "d.pipeline"),
            Column("dataset", .text, "the dataset's name", from: "d.name"),
            Column("path", .text, "relative to the dataset's directory", from: "CAST(f.path AS TEXT)"),
            Column("state", .text, "settling, ready, revised, quarantined, unreadable or vanished", from: "f.state"),
            Column("size", .integer, "bytes", from: "f.size"),
            digest("sha256", "SHA-256 of its content, where something needed it", from: "f.sha256"),
            Column("rows", .integer, "rows as its format counts them, where something needed them", from: "f.rows"),
            Column("sequence", .integer, "rises with each file that becomes ready; 0 until then", from: "f.sequence"),
            Column("rung", .text, "what showed that it was whole: manifest, rename, lease or quiet", from: "f.rung"),
            Column("reason", .text, "why it is quarantined or unreadable", from: "f.reason"),
            identifier(
                "used_by", "r", "the first successful run that read it; null while it is new",
                from: """
                    (SELECT u.run FROM _file_use u WHERE u.dataset = f.dataset AND u.through >= f.sequence
                        AND f.sequence > 0 ORDER BY u.through LIMIT 1)
                    """),
        ] + time("observed_at", "when it was last looked at", from: "f.observed_at"),
        source: "_file f JOIN _dataset d ON d.id = f.dataset")
}
