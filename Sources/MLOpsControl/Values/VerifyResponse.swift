/// The answer of `GET /v1/verify`: whether what the registry holds is what was put into it.
package struct VerifyResponse: Codable, Sendable, Hashable {
    package struct Finding: Codable, Sendable, Hashable {
        package enum Kind: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
            /// The files are not those of the digest.
            case damaged
            /// There are no files.
            case missing
            /// The target leads elsewhere than the ledger says.
            case target
            /// Files that belong to no version in the record.
            case orphan
        }

        package var kind: Kind
        /// `flights/3`, or the pipeline whose target or files are meant.
        package var subject: String
        package var text: String

        package init(kind: Kind, subject: String, text: String) {
            self.kind = kind
            self.subject = subject
            self.text = text
        }
    }

    package var checkedAt: Timestamp
    /// Versions whose files were read again.
    package var versions: Int
    package var bytes: Int64
    package var findings: [Finding]

    package init(checkedAt: Timestamp, versions: Int, bytes: Int64, findings: [Finding]) {
        self.checkedAt = checkedAt
        self.versions = versions
        self.bytes = bytes
        self.findings = findings
    }

    /// Whether every version is whole and every target leads where it should; orphans harm nothing.
    package var isSound: Bool { findings.allSatisfy { $0.kind == .orphan } }
}
