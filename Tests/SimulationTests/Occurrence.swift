import MLOpsCore
import MLOpsSchedule

/// Something that will happen in the simulated world.
enum Occurrence {
    /// The daemon gets an answer or a hint. Lost when the daemon dies before.
    case event(Event)
    /// Producers put files into a dataset. What the watcher makes of it is another matter.
    case files(PipelineName, count: Int)
    /// More files at once than the kernel's queue has hints.
    case burst(PipelineName)
    /// The directory of a dataset is unmounted, and mounted again.
    case rootVanishes(PipelineName)
    case rootReturns(PipelineName)
    /// The watcher looks at everything: what it had missed becomes ready now.
    case rescan
    case demand(Demand.Verb)
    /// A step's process ends by itself.
    case processEnds(AttemptID, AttemptEnd)
    case clockIsSet(by: Duration)
    case definitionChanges(PipelineName)
    /// Suspended: time passes, nobody looks.
    case machineSleeps(Duration)
    case daemonDies
    case daemonStarts
    case machineReboots
    case recordIsTriedAgain
}
