import Dispatch
import Glibc
import Logging
package import MLOpsCore
import MLOpsLinux

/// Watches the directories of all datasets of all pipelines and tells the inbox of files that are evidence.
///
/// Nothing is lost: what no event tells, a scan finds; what was told and not committed, the next start finds again.
package final class DatasetSource: Sendable {
    private let mailbox = Mailbox<IntakeMessage>()
    private let watcher: DirectoryWatcher?
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread; it does nothing until `configure`.
    ///
    /// - Parameter profiler: the `mlopsd-profile` program.
    package convenience init(index: any FileIndex, effects: IntakeEffects, profiler: String) {
        self.init(index: index, effects: effects, limits: IntakeLimits(), profiler: profiler)
    }

    init(
        index: any FileIndex, effects: IntakeEffects, limits: IntakeLimits, profiler: String = "",
        resolve: @escaping @Sendable (String) -> ResolvedRoot.Place = { ResolvedRoot.Place($0) },
        makeWatcher: () throws(LinuxError) -> DirectoryWatcher = { () throws(LinuxError) in try DirectoryWatcher() }
    ) {
        // A process that holds a lease when someone opens the file is sent SIGIO, which would end it.
        signal(SIGIO, SIG_IGN)
        do throws(LinuxError) {
            watcher = try makeWatcher()
        } catch {
            watcher = nil
            effects.log.error("\(error); all directories are listed every minute instead")
        }
        let (mailbox, watcher, ended) = (mailbox, watcher, ended)
        watcher?.events.whenPending { mailbox.post(.watched) }
        DispatchQueue(label: "mlopsd.intake", qos: .userInteractive).async {
            let context = IntakeContext(
                effects: effects, index: index, limits: limits, resolve: resolve, post: { mailbox.post($0) },
                profiler: profiler, watches: WatchRegistry(watcher))
            IntakeLoop(context: context, mailbox: mailbox).run()
            ended.signal()
        }
    }

    /// Watches the datasets of these pipelines and no others; those that it watched already are listed again.
    ///
    /// - Parameter schemas: as JSON, by the paths that datasets name.
    package func configure(_ pipelines: [PipelineDefinition], schemas: [String: String] = [:]) {
        mailbox.post(.configure(DatasetSetup.all(in: pipelines, schemas: schemas)))
    }

    /// Lists every directory, as after a resume from suspend.
    package func rescan() { mailbox.post(.rescan(withDoubts: false)) }

    /// Finds again what was sent and is not in the index, as after the record refused an event for good.
    package func recheck() { mailbox.post(.rescan(withDoubts: true)) }

    /// Makes the source read its clock, when that moved by other means than passing.
    package func wake() { mailbox.post(.wake) }

    /// Returns how every dataset is watched, in the order of names.
    package func status() async -> [DatasetStatus] {
        let statuses = await inspect().map(\.dataset)
        return statuses.sorted { ($0.pipeline, $0.dataset) < ($1.pipeline, $1.dataset) }
    }

    func inspect() async -> [IntakeStatus] {
        await withCheckedContinuation { continuation in
            let isAnswered = mailbox.post(.inspect { continuation.resume(returning: $0) })
            if !isAnswered { continuation.resume(returning: []) }
        }
    }

    /// Ends the thread; nothing is sent after this returns.
    ///
    /// Harmless when repeated.
    package func stop() {
        watcher?.stop()
        mailbox.post(.stop)
        ended.wait()
        ended.signal()
    }

    /// Takes events as if the kernel had sent them.
    func pretend(_ events: [WatchEvent]) { mailbox.post(.pretended(events)) }
}
