import ArgumentParser

/// Parses the command line and runs the daemon; what ends it becomes the exit status.
@main struct Program {
    static func main() async {
        do {
            var command = try Mlopsd.parse()
            try await command.run()
        } catch {
            Mlopsd.exit(withError: error)
        }
    }
}
