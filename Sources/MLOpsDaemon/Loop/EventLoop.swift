import Dispatch
package import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import Synchronization

/// The one owner of the orchestrator and the one writer of the record.
///
/// Events that wait together are decided one after the other, committed in one transaction, and only then performed;
/// what means nothing before the commit may be done before it, so that its answer is in the same one.
/// When the record can not be written, nothing is performed: the state is read back from the record, the events wait,
/// and the same is tried again.
package final class EventLoop<Store: MetadataStore & Sendable>: Sendable {
    private let inbox: Inbox
    private let store: Store
    private let effects: Effects
    private let isStopping = Atomic<Bool>(false)
    private let finished = DispatchSemaphore(value: 0)

    /// What the loop does to the world, and how it reads the time.
    package struct Effects: Sendable {
        package var now: @Sendable () -> Moment
        package var perform: @Sendable (Command) -> Void
        /// Whether `performEarly` may have an answer to the command: what is decided is then written meanwhile.
        package var isEarly: @Sendable (Command) -> Bool
        /// Performs, before the commit, a command that means nothing to anyone before it, and returns its answer; nil:
        /// it has to wait.
        ///
        /// It is given what is decided and not committed, and must not write to the record: a commit may wait for it.
        package var performEarly: @Sendable (Command, [Mutation]) -> Event?
        /// Takes a command for `beside`: some of what it needs means nothing to anyone before the commit.
        package var prepare: @Sendable (Command) -> Void
        /// What is to be done while the record commits, so that `perform` is quick; nil: nothing.
        package var beside: @Sendable () -> (() -> Void)?
        /// Called when what was done early could not be committed; it will be decided again.
        package var abandon: @Sendable () -> Void
        package var tell: @Sendable (Notice) -> Void
        /// Whether somebody outside is told of what happens.
        package var publishes: @Sendable () -> Bool
        /// Called after every pass with why the record could not be written, or nil; the watchdog lives on it.
        package var beat: @Sendable (StoreError?) -> Void
        /// Called when the record refused an event for good; the event is dropped.
        package var conflict: @Sendable (StoreError) -> Void

        package init(
            now: @escaping @Sendable () -> Moment, perform: @escaping @Sendable (Command) -> Void,
            isEarly: @escaping @Sendable (Command) -> Bool = { _ in false },
            performEarly: @escaping @Sendable (Command, [Mutation]) -> Event? = { _, _ in nil },
            prepare: @escaping @Sendable (Command) -> Void = { _ in },
            beside: @escaping @Sendable () -> (() -> Void)? = { nil },
            abandon: @escaping @Sendable () -> Void = {},
            tell: @escaping @Sendable (Notice) -> Void,
            publishes: @escaping @Sendable () -> Bool = { false },
            beat: @escaping @Sendable (StoreError?) -> Void, conflict: @escaping @Sendable (StoreError) -> Void
        ) {
            self.now = now
            self.perform = perform
            self.isEarly = isEarly
            self.performEarly = performEarly
            self.prepare = prepare
            self.beside = beside
            self.abandon = abandon
            self.tell = tell
            self.publishes = publishes
            self.beat = beat
            self.conflict = conflict
        }
    }

    package init(inbox: Inbox, store: Store, effects: Effects) {
        self.inbox = inbox
        self.store = store
        self.effects = effects
    }

    /// Starts the loop on a thread of its own.
    package func start(restoring snapshot: Snapshot) {
        DispatchQueue(label: "mlopsd.loop", qos: .userInitiated).async { [self] in
            CurrentThread.name("mlopsd-loop")
            run(restoring: snapshot)
            finished.signal()
        }
    }

    /// Ends the loop after the events that are being committed; returns when it has ended.
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        inbox.wake()
        finished.wait()
    }

    private func run(restoring snapshot: Snapshot) {
        var pass = Pass(orchestrator: Orchestrator(restoring: snapshot), store: store, effects: effects)
        while !isStopping.load(ordering: .acquiring) {
            pass.take(inbox.takeAll(waiting: pass.patience))
            effects.beat(pass.failure)
        }
        inbox.close()
    }
}
