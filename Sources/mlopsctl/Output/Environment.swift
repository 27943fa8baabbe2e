import Glibc

/// The environment, one variable at a time: reading all of it would cost more than the rest of a short command.
enum Environment {
    /// Returns nil for a variable that is not set or empty, where users mean the same by both.
    static func value(_ name: String) -> String? { setting(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// Returns nil for a variable that is not set.
    static func setting(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
