import OrderedCollections

/// Where an active run is kept, until the next run of its pipeline ends.
struct RunPlace {
    let pipeline: PipelineIndex
    let position: Int
}

extension Orchestrator {
    func place(of id: RunID?) -> RunPlace? {
        guard let id, let pipeline = runOwners[id],
            let position = pipelines[pipeline].runs.firstIndex(where: { $0.id == id })
        else { return nil }
        return RunPlace(pipeline: pipeline, position: position)
    }

    /// The definition that the run pins; nil when it can not be read any more.
    func definition(of place: RunPlace) -> PreparedDefinition? {
        if let inForce = pipelines[place.pipeline].definition, inForce.definition.id == self[place].definition {
            return inForce
        }
        return definitions[self[place].definition]
    }

    /// Yields instead of copying, so that a run is changed where it lies.
    subscript(place: RunPlace) -> Run {
        @inline(__always) _read { yield pipelines[place.pipeline].runs[place.position].value }
        @inline(__always) _modify { yield &pipelines[place.pipeline].runs[place.position].value }
    }

    /// The run as mutations and commands get it.
    func shared(_ place: RunPlace) -> Shared<Run> { pipelines[place.pipeline].runs[place.position] }
}
