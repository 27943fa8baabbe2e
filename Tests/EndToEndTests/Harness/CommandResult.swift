/// What a command left behind.
struct CommandResult {
    var end: ProcessEnd
    var output: String
    var errors: String
    var elapsed: Duration
}
