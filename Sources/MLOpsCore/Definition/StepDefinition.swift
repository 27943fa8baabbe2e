/// A program of the pipeline's DAG.
package struct StepDefinition: Hashable, Sendable {
    package enum Program: Hashable, Sendable {
        /// The program and its arguments; `{name}` in an argument stands for a parameter.
        case arguments([String])
        /// A text for `/bin/sh -c`, only where the definition says `shell:`.
        case shell(String)
    }

    package struct Retry: Hashable, Sendable {
        package enum Cause: String, Sendable, CaseIterable {
            /// Exit 75, a signal that did not come from us, a lost or interrupted attempt.
            case retryable
            /// Any failure.
            case any
        }

        /// Starts in all, the first included.
        package var attempts: Int
        /// Before the second attempt; doubles each time, at most 6 h, with full jitter.
        package var backoff: Duration
        package var cause: Cause

        package init(attempts: Int = 4, backoff: Duration = .seconds(60), cause: Cause = .retryable) {
            self.attempts = attempts
            self.backoff = backoff
            self.cause = cause
        }
    }

    /// What runs a step; the ids of definitions are made of these words.
    package enum Executor: String, Sendable, CaseIterable {
        /// The machine's own: a process, in a unit of its own where a service manager starts them.
        case local = "process"
        /// A unit of its own of systemd, or nothing.
        case systemd
    }

    package var name: StepName
    package var needs: [StepName]
    package var program: Program
    package var timeout: Duration?
    package var stopTimeout: Duration
    package var retry: Retry
    /// nil: the daemon's.
    package var executor: Executor?
    /// nil: as much as all steps together may.
    package var resources: StepResources?
    /// Names of secrets that the service manager hands to this step alone, sorted.
    package var credentials: [String]

    package init(
        name: StepName, needs: [StepName] = [], program: Program, timeout: Duration? = nil,
        stopTimeout: Duration = .seconds(30), retry: Retry = Retry(), executor: Executor? = nil,
        resources: StepResources? = nil, credentials: [String] = []
    ) {
        self.name = name
        self.needs = needs
        self.program = program
        self.timeout = timeout
        self.stopTimeout = stopTimeout
        self.retry = retry
        self.executor = executor
        self.resources = resources
        self.credentials = credentials
    }
}
