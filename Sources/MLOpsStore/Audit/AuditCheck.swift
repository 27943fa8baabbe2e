/// A rule as a query: each row that it returns is a breach, with the columns `id`, `pipeline` and `text`.
struct AuditCheck {
    let rule: AuditRule
    let sql: String

    init(_ rule: AuditRule, _ sql: String) {
        self.rule = rule
        self.sql = sql
    }

    static let all = identifiers + evidence + uses + work + ledger + versions + files
}
