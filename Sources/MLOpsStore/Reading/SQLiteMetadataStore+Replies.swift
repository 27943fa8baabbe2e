import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    package func keptReply(_ key: String) throws(StoreError) -> KeptReply? {
        try read { database in
            try database.row("SELECT * FROM _reply WHERE key = ?", [key]) { row in
                KeptReply(
                    key: try row.text("key"), fingerprint: try row.text("fingerprint"), reply: try row.json("reply"),
                    keptAt: try row.instant("kept_at"))
            }
        }
    }
}
