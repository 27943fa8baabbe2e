import Glibc
import Synchronization

/// Runs a body on several threads at once and waits for all of them.
///
/// Threads of their own, because reading computes and blocks for as long as a file lasts, which the few threads that
/// all tasks share are not for.
enum WorkerThreads {
    private final class Job: Sendable {
        private let index: Int
        private let creator: Processor
        private let body: @Sendable (Int) -> Void

        init(_ index: Int, _ creator: Processor, _ body: @escaping @Sendable (Int) -> Void) {
            self.index = index
            self.creator = creator
            self.body = body
        }

        func run() {
            creator.leave()
            body(index)
        }
    }

    /// Runs the body with 0, 1, … `count` - 1; the caller's thread does the first.
    static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        var threads: [pthread_t] = []
        for index in 1..<max(1, count) {
            var thread = pthread_t()
            let job = Unmanaged.passRetained(Job(index, .current, body))
            let code = pthread_create(
                &thread, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run()
                    return nil
                }, job.toOpaque())
            // Without a thread the others do its work; each takes what is left until nothing is.
            if code == 0 { threads.append(thread) } else { job.release() }
        }
        body(0)
        for thread in threads { pthread_join(thread, nil) }
    }
}
