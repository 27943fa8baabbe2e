package import MLOpsCore

extension SQLiteMetadataStore {
    /// Proves the promises of the record, all at one moment; reads everything, so it takes its time.
    package func audit() throws(StoreError) -> AuditReport {
        try read { database in
            var audit = Audit(database)
            try audit.run()
            return try audit.report()
        }
    }
}
