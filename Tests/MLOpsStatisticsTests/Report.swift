import Foundation

/// What the tests measured, for whoever asks with MLOPS_REPORT=1.
enum Report {
    static func print(_ title: String, _ agreement: Agreement) {
        guard ProcessInfo.processInfo.environment["MLOPS_REPORT"] != nil else { return }
        let worst = agreement.worst.sorted { $0.key < $1.key }
            .map { "\($0.key) \(String(format: "%.1e", $0.value))" }.joined(separator: ", ")
        Swift.print("\(title): \(agreement.compared) answers; largest relative errors: \(worst)")
    }
}
