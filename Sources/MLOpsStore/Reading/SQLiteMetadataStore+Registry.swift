import GRDB
package import MLOpsCore

/// What is compared with files has to be of one moment.
extension SQLiteMetadataStore {
    /// Returns what is live and what is under way, of each pipeline or of one; of forgotten ones nothing is live.
    package func standing(of pipeline: PipelineName? = nil) throws(StoreError) -> DeploymentStanding {
        try read { database in
            let rows: [Deployment] = try database.rows(
                """
                SELECT body FROM _deployment WHERE (?1 IS NULL OR pipeline = ?1) AND (state = 'intended' OR id IN (
                    SELECT max(id) FROM _deployment WHERE state = 'live' AND pipeline NOT IN (
                        SELECT name FROM _pipeline WHERE json_extract(body, '$.disabled') = ?2)
                    GROUP BY pipeline)) ORDER BY pipeline, id
                """,
                [pipeline?.text, PipelineState.wasForgotten]
            ) { try $0.json("body") }
            return DeploymentStanding(
                live: rows.filter { $0.state == .live }, open: rows.filter { $0.state == .intended })
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
