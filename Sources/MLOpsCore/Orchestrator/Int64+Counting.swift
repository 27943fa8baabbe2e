extension Int64 {
    /// `1 file`, `3 files`.
    package func counted(_ noun: String) -> String { String(line: "\(self) \(noun)\(self == 1 ? "" : "s")") }
}
