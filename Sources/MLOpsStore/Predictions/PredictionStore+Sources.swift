import FoundationEssentials
import GRDB
package import MLOpsCore

extension PredictionStore {
    /// The secret that ids become keys under.
    package func secret() throws(StoreError) -> (high: UInt64, low: UInt64) {
        try read { database in
            func half(_ name: String) throws -> UInt64 {
                guard let value = try PredictionWriter.setting(name, in: database) else {
                    throw UnexpectedValue("nothing", in: name)
                }
                return UInt64(bitPattern: value)
            }
            return (try half("secret_high"), try half("secret_low"))
        }
    }

    /// All files that were read from.
    package func sources() throws(StoreError) -> [SourceFile] {
        try read { database in
            try database.rows("SELECT * FROM _source ORDER BY role, path, device, inode", as: SourceFile.init)
        }
    }

    /// Forgets files that are not there any more; one that comes back is read again, which repeats what is known.
    package func forget(_ sources: [SourceFile]) throws(StoreError) {
        guard !sources.isEmpty else { return }
        try write { database in
            for source in sources {
                try database.cachedStatement(sql: "DELETE FROM _source WHERE role = ? AND device = ? AND inode = ?")
                    .execute(arguments: [source.role.rawValue, source.device, source.inode])
            }
        }
    }

    package func tally() throws(StoreError) -> JoinTally { try read { try PredictionWriter.tally(in: $0) } }

    /// What was answered to a batch under the key, and the digest of that batch; nil: it is unknown.
    package func reply(_ key: String) throws(StoreError) -> (digest: String, tally: JoinTally)? {
        try read { database in
            try database.row("SELECT digest, tally FROM _reply WHERE key = ?", [key]) { row in
                let tally = try JSONDecoder().decode(JoinTally.self, from: Data(try row.text("tally").utf8))
                return (try row.text("digest"), tally)
            }
        }
    }
}

extension SourceFile {
    init(_ row: Row) throws {
        func bytes(_ column: String) throws -> [UInt8] { [UInt8](try row.decode(Data.self, forColumn: column)) }
        let role = try row.integer("role")
        guard let role = Role(rawValue: role) else { throw UnexpectedValue(role, in: "role") }
        self.init(
            role: role, device: try row.integer("device"), inode: try row.integer("inode"), path: try bytes("path"),
            format: try row.text("format"), offset: try row.integer("position"), header: try bytes("header"),
            headDigest: try bytes("head_digest"), tailDigest: try bytes("tail_digest"),
            size: try row.integer("size"), modified: try row.integer("modified"),
            changed: try row.integer("changed"), failure: try row.optionalText("failure"))
    }
}
