import GRDB
package import MLOpsCore

/// What is compared with files has to be of one moment.
extension SQLiteMetadataStore {
    /// Returns what is live and what is under way, of each pipeline or of one; of forgotten ones nothing is live.
    ///
    /// Its cost does not depend on the length of the ledger.
    package func standing(of pipeline: PipelineName? = nil) throws(StoreError) -> DeploymentStanding {
        try read { database in
            let names = try database.rows(
                """
                SELECT name FROM _pipeline
                WHERE (?1 IS NULL OR name = ?1) AND json_extract(body, '$.disabled') IS NOT ?2 ORDER BY name
                """,
                [pipeline?.text, PipelineState.wasForgotten]
            ) { try $0.text("name") }
            let live: [Deployment] = try names.compactMap { name in
                try database.row(
                    "SELECT body FROM _deployment WHERE pipeline = ? AND state = 'live' ORDER BY id DESC LIMIT 1",
                    [name]
                ) { try $0.json("body") }
            }
            let open: [Deployment] = try database.rows(Self.openDeployments) { try $0.json("body") }
            return DeploymentStanding(live: live, open: open.filter { pipeline == nil || $0.pipeline == pipeline })
        }
    }

    /// Returns the models whose files are there, or are being put there.
    package func registeredModels(of pipeline: PipelineName? = nil) throws(StoreError) -> RegisteredModels {
        try read { database in
            let versions: [ModelVersion] = try database.rows(
                """
                SELECT body FROM _version AS version WHERE (?1 IS NULL OR pipeline = ?1) AND NOT EXISTS (
                    SELECT 1 FROM _pruned WHERE pipeline = version.pipeline AND number = version.number)
                    ORDER BY pipeline, number
                """,
                [pipeline?.text]
            ) { try $0.json("body") }
            let runs: [Run] = try database.rows(
                """
                SELECT body FROM _run WHERE outcome IS NULL AND version IS NOT NULL
                    AND (?1 IS NULL OR pipeline = ?1) ORDER BY id
                """,
                [pipeline?.text]
            ) { try $0.json("body") }
            return RegisteredModels(versions: versions, runs: runs)
        }
    }
}
