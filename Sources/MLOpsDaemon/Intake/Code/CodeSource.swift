import Dispatch
import Logging
package import MLOpsCore
import MLOpsLinux

/// Watches the declared code of pipelines with a `pipeline_change` trigger and tells the inbox of its digest: once when
/// it is configured, and whenever it is another one after the code came to rest.
package final class CodeSource: Sendable {
    private let mailbox = Mailbox<CodeMessage>()
    private let watcher: DirectoryWatcher?
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread; it does nothing until `configure`.
    package init(effects: IntakeEffects) {
        do throws(LinuxError) {
            watcher = try DirectoryWatcher()
        } catch {
            watcher = nil
            effects.log.error("\(error); code is looked at every minute instead")
        }
        let (mailbox, watcher, ended) = (mailbox, watcher, ended)
        watcher?.events.whenPending { mailbox.post(.watched) }
        DispatchQueue(label: "mlopsd.code", qos: .utility).async {
            CodeLoop(effects: effects, watches: WatchRegistry(watcher), mailbox: mailbox).run()
            ended.signal()
        }
    }

    /// Watches the code of these pipelines and of no others, and looks at all of it.
    package func configure(_ pipelines: [PipelineDefinition]) { mailbox.post(.configure(pipelines)) }

    /// Looks at all code, as after a resume from suspend.
    package func rescan() { mailbox.post(.rescan) }

    /// Makes the source read its clock, when that moved by other means than passing.
    package func wake() { mailbox.post(.wake) }

    /// Ends the thread; nothing is sent after this returns.
    ///
    /// Harmless when repeated.
    package func stop() {
        watcher?.stop()
        mailbox.post(.stop)
        ended.wait()
        ended.signal()
    }
}
