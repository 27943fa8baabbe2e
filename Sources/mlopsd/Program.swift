import ArgumentParser
import Glibc

/// Parses the command line and runs the daemon; what ends it becomes the exit status.
@main struct Program {
    /// LSB: invalid or excess arguments.
    private static let wrongUsage: Int32 = 2

    static func main() async {
        do {
            var command = try Mlopsd.parse()
            try await command.run()
        } catch {
            guard Mlopsd.exitCode(for: error) == .validationFailure else { Mlopsd.exit(withError: error) }
            StandardError.write(Mlopsd.fullMessage(for: error))
            exit(wrongUsage)
        }
    }
}
