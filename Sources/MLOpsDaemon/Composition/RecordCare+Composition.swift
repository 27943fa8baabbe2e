import MLOpsStore

extension RecordCare {
    static func make(_ store: SQLiteMetadataStore, _ health: Health, _ narrator: Narrator) -> RecordCare {
        // Tried again when it fails; what is wrong with the record shows at the next commit.
        let merge: @Sendable () -> Void = { _ = try? store.checkpoint() }  // a failure keeps the log as it is
        let mergeBeside: @Sendable () -> Void = { try? store.merge() }  // as above, and tried again
        return RecordCare(
            log: { store.log }, pages: { store.unmergedPages }, mergeBeside: mergeBeside, merge: merge
        ) { size in
            health.logIsLarge(size)
            narrator.tell(ofLargeLog: size)
        }
    }
}
