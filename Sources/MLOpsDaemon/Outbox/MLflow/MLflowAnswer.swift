/// What of an MLflow server's answers is needed.
enum MLflowAnswer {
    struct Experiment: Decodable {
        struct Content: Decodable {
            let experimentId: String
        }

        let experiment: Content
    }

    struct NewExperiment: Decodable {
        let experimentId: String
    }

    struct Run: Decodable {
        struct Info: Decodable {
            let runId: String
            let artifactUri: String?
        }

        let info: Info
    }

    struct Runs: Decodable {
        let runs: [Run]?
    }

    struct NewRun: Decodable {
        let run: Run
    }

    struct Tag: Decodable {
        let key: String
        let value: String?
    }

    struct ModelVersion: Decodable {
        /// A number, as text.
        let version: String
        let tags: [Tag]?
    }

    struct ModelVersions: Decodable {
        let modelVersions: [ModelVersion]?
    }

    struct NewModelVersion: Decodable {
        let modelVersion: ModelVersion
    }

    struct RegisteredModel: Decodable {
        struct Alias: Decodable {
            let alias: String
            let version: String
        }

        struct Content: Decodable {
            let aliases: [Alias]?
            let tags: [Tag]?
        }

        let registeredModel: Content
    }
}

extension [MLflowAnswer.Tag] {
    subscript(_ key: String) -> String? { first { $0.key == key }?.value }
}
