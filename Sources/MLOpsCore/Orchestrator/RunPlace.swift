import OrderedCollections

/// Where an active run is kept, until the next run of its pipeline ends.
struct RunPlace {
    let pipeline: PipelineIndex
    let position: Int
}

extension Orchestrator {
    func place(of id: RunID) -> RunPlace? {
        guard let pipeline = runOwners[id], let position = pipelines[pipeline].runs.firstIndex(where: { $0.id == id })
        else { return nil }
        return RunPlace(pipeline: pipeline, position: position)
    }

    /// Yields instead of copying, so that a run is changed where it lies.
    subscript(place: RunPlace) -> Run {
        _read { yield pipelines[place.pipeline].runs[place.position] }
        _modify { yield &pipelines[place.pipeline].runs[place.position] }
    }
}
