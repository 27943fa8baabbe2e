import MLOpsCore
import Synchronization

/// What was last committed of the files of small datasets, so that the run that a new file starts does not have to read
/// all the others from the database first.
///
/// Only the store changes those tables; it tells this of every commit, after it.
final class FileListings: Sendable {
    struct Key: Hashable {
        let pipeline: PipelineName
        let dataset: DatasetName
    }

    enum Answer {
        case small(FileListing)
        case large
        /// To be read; `generation` tells, when that is done, whether it still is what was committed.
        case unknown(generation: Int)
    }

    private struct State {
        /// nil inside: the dataset is too large to be kept.
        var listings: [Key: FileListing?] = [:]
        var generation = 0

        mutating func change(_ key: Key, _ body: (inout FileListing) -> Void) {
            guard case .some(.some(var listing)) = listings[key] else { return }
            listings.updateValue(nil, forKey: key)  // So that it is the only copy and changed where it lies.
            body(&listing)
            if listing.files.count <= FileListing.maximumFiles { listings.updateValue(listing, forKey: key) }
        }
    }

    /// Together, so that memory does not grow with the number of datasets.
    private static let maximumFiles = 16 * FileListing.maximumFiles

    private let state = Mutex(State())

    func find(_ key: Key) -> Answer {
        state.withLock { state in
            switch state.listings[key] {
            case .some(.some(let listing)): .small(listing)
            case .some(.none): .large
            case .none: .unknown(generation: state.generation)
            }
        }
    }

    /// - Parameter listing: nil when the dataset is too large.
    func keep(_ listing: FileListing?, _ key: Key, readIn generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            let others = state.listings.values.reduce(0) { $0 + ($1?.files.count ?? 1) }
            if others > Self.maximumFiles { state.listings = [:] }
            state.listings.updateValue(listing, forKey: key)
        }
    }

    func apply(_ mutations: [Mutation]) {
        state.withLock { state in
            state.generation += 1
            for mutation in mutations {
                switch mutation {
                case .putFiles(let pipeline, let dataset, let records):
                    state.change(Key(pipeline: pipeline, dataset: dataset)) { listing in
                        for record in records { listing.put(record) }
                    }
                case .useFiles(let pipeline, _, let cutoffs):
                    for cutoff in cutoffs {
                        state.change(Key(pipeline: pipeline, dataset: cutoff.dataset)) { listing in
                            listing.use(through: cutoff.sequence)
                        }
                    }
                default: break
                }
            }
        }
    }

    func remember(_ files: [FrozenFile], _ key: Key) {
        state.withLock { state in
            state.generation += 1
            state.change(key) { listing in
                for file in files { listing.remember(file) }
            }
        }
    }

    /// After a failed write nobody knows what is committed.
    func forget() {
        state.withLock { state in
            state.generation += 1
            state.listings = [:]
        }
    }
}
