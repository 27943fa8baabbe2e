/// Definitions for tests.
enum Pipeline {
    /// A pipeline of one step that watches `in`.
    ///
    /// - Parameters:
    ///   - script: what the step does, for the shell; it notes its start by itself.
    ///   - step: more keys of the step, each a line.
    ///   - more: more keys of the pipeline, each a line.
    static func watching(
        _ script: String, triggers: String = "new: { new_data: data, quiet_period: 0s }",
        dataset: String = "", policy: String = "", step: String = "", more: String = ""
    ) -> String {
        definition(script, data: "data: { data: { path: \"@ROOT@/in\"\(dataset) } }", triggers, policy, step, more)
    }

    /// A pipeline of one step that only runs when it is asked to.
    static func onDemand(_ script: String, policy: String = "", step: String = "", more: String = "") -> String {
        definition(script, data: "", "", policy, step, more)
    }

    /// Makes a model of the newest data, whose last line is its score.
    static let training = """
        newest=$(tail -n 1 "$MLOPS_NEW_DATA_DATA")
        cp "$newest" "$MLOPS_MODEL/model"
        printf '{"f1": %s, "n": 100}' "$(tail -n 1 "$newest")" >"$MLOPS_METRICS"
        """

    /// Says that it waits, and waits until the test opens the gate; `$answer` is what the test says then.
    static let waiting = """
        mkfifo gate.$MLOPS_RUN_ID 2>/dev/null || :
        echo waiting.$MLOPS_RUN_ID >>said
        read -r answer <gate.$MLOPS_RUN_ID
        """

    private static func definition(
        _ script: String, data: String, _ triggers: String, _ policy: String, _ step: String, _ more: String
    ) -> String {
        """
        directory: "@ROOT@/src"
        \(data)
        \(triggers.isEmpty ? "" : "triggers:\n" + triggers.indented(2))
        policy: { cooldown: 0s, max_runs_per_day: 100000\(policy.isEmpty ? "" : ", " + policy) }
        steps:
          main:
        \(step.indented(4))
            shell: |
        \((noteStart + "\n" + script).indented(6))
        \(more)
        """
    }

    private static let noteStart = "printf '%s %s %s\\n' \"$MLOPS_RUN_ID\" \"$MLOPS_STEP\" \"$MLOPS_ATTEMPT\" >>starts"
}

extension String {
    func indented(_ count: Int) -> String {
        let margin = String(repeating: " ", count: count)
        return split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
    }
}
