import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// From a whole file to news, or to nothing.
extension DatasetIntake {
    func whole(_ file: UnsettledFile, _ rung: FileRecord.Rung) {
        guard let fingerprint = file.readiness.fingerprint else { return unsettled.remove(file.path.bytes) }
        if BatchMarker(file.path.bytes) != nil { return manifestIsWhole(file.path, fingerprint) }
        if let obstacle = PathObstacle.reason(file.path.bytes) { return reject(file, .quarantined, obstacle) }
        let whole = WholeFile(
            path: file.path.bytes, fingerprint: fingerprint, rung: rung,
            // Only where the kernel said that no one can write is silence about the content believed.
            changedOnlyAttributes: rung == .lease && file.readiness.sawOnlyAttributes)
        guard rung != .lease, !isRemote else { return judge(whole, file) }
        openOnce(whole, file)
    }

    /// Nothing has opened the file so far: what cannot be read is no evidence.
    private func openOnce(_ whole: WholeFile, _ file: UnsettledFile) {
        do throws(LinuxError) {
            guard let directory else { return postpone(file) }
            let seen = FileRecord.Fingerprint(try directory.openFile(file.path).status().fingerprint)
            guard seen == whole.fingerprint else { return keep(file, lookAt: now.uptime) }
            judge(whole, file)
        } catch {
            var file = file
            let look = FileObservation.look(FileObservation.Look(error))
            advance(file, file.readiness.handle(look, policy: policy, at: now), candidate: nil)
        }
    }

    func judge(_ whole: WholeFile, _ file: UnsettledFile, isRead: Bool = false) {
        do throws(StoreError) {
            let known = try lookUp(whole.path)
            let novelty = Novelty.judge(
                whole, known: known, revision: setup.definition.revision, at: now.wall)
            switch novelty {
            case .known: break
            case .needsDigest: return examine(whole, file, wantsDigest: true)
            case .evidence(let record):
                if validation != nil || setup.countsRows && record.rows == nil, !isRead {
                    return examine(whole, file, wantsDigest: false)
                }
                add(ready: record)
            case .correction(let record): add(correction: record, isUsed: known?.isUsed ?? false)
            }
            unsettled.remove(whole.path)
        } catch {
            tell(error)
            keep(file, lookAt: now.uptime + 1_000_000)
        }
    }

    /// Has the content read on the dataset's queue; the file stays unsettled meanwhile.
    private func examine(_ whole: WholeFile, _ file: UnsettledFile, wantsDigest: Bool) {
        guard let trusted else { return postpone(file) }
        var file = file
        file.examining = whole
        file.wasDisturbed = false
        keep(file, lookAt: nil)
        let examiner = FileExaminer(
            root: trusted, path: file.path, expected: whole.fingerprint, wantsDigest: wantsDigest,
            rows: setup.countsRows ? .init(setup.definition.format) : nil, validation: validation)
        let (key, post) = (key, context.post)
        read { post(.examined(key, examiner.examine())) }
    }

    func examined(_ examination: FileExamination) {
        guard var file = unsettled[examination.path.bytes], var whole = file.examining else { return }
        file.examining = nil
        if file.wasDisturbed, !isRemote, directory?.look(at: file.path) != .regular(whole.fingerprint) {
            return restart(file)
        }
        switch examination.outcome {
        case .read(let digest, let rows, let remarks):
            if let remarks { tell(of: remarks, whole.path) }
            whole.digest = digest
            whole.rows = rows
            judge(whole, file, isRead: true)
        case .changed: restart(file)
        case .gone: vanish(file.path)
        case .unreadable(let reason): reject(file, .unreadable, reason)
        case .malformed(let reason): reject(file, .quarantined, reason)
        }
    }

    /// nil: the dataset has no schema.
    var validation: FileValidation? {
        setup.schema.map { schema in
            FileValidation(
                process: ProfilingProcess(program: context.profiler), schema: schema,
                format: setup.definition.format, now: context.effects.now)
        }
    }

    private func tell(of remarks: String, _ path: [UInt8]) {
        context.effects.log.warning(
            """
            \(key.pipeline): "\(UntrustedText.escape(path))" of dataset "\(key.dataset)" is used although \
            \(UntrustedText.escape(remarks))
            """,
            metadata: ["MESSAGE_ID": "\(MessageID.fileRemarked)", "MLOPSD_PIPELINE": "\(key.pipeline)"])
    }

    private func restart(_ file: UnsettledFile) {
        var file = file
        file.wasDisturbed = false
        let step = file.readiness.handle(.hint(.written), policy: policy, at: now)
        if isRemote { return keep(file, lookAt: now.uptime + policy.settle.microseconds) }
        advance(file, step, candidate: nil)
    }

    /// Sets a file aside, with the reason, unless the record says so already.
    func reject(_ file: UnsettledFile, _ state: FileRecord.State, _ reason: String) {
        unsettled.remove(file.path.bytes)
        do throws(StoreError) {
            let known = try lookUp(file.path.bytes)
            guard known?.record.state != state || known?.record.reason != reason else { return }
            var record =
                known?.record
                ?? FileRecord(path: file.path.bytes, state: state, fingerprint: .unknown, observedAt: now.wall)
            record.state = state
            record.reason = reason
            record.observedAt = now.wall
            if state == .quarantined {
                record.fingerprint = file.readiness.fingerprint ?? .unknown
                record.digest = nil
                record.rows = nil
            }
            add(correction: record, isUsed: known?.isUsed ?? false)
        } catch {
            tell(error)
            keep(file, lookAt: now.uptime + 1_000_000)
        }
    }

    func vanish(_ path: RelativePath) {
        unsettled.remove(path.bytes)
        if batches.close(path.bytes) != nil { settledManifests[path.bytes] = nil }
        if let manifest = batches.manifest(naming: path.bytes) { batches.disturb(manifest) }
        do throws(StoreError) {
            guard let known = try lookUp(path.bytes), known.record.state != .vanished else { return }
            var record = known.record
            record.state = .vanished
            record.reason = nil
            record.observedAt = now.wall
            add(correction: record, isUsed: known.isUsed)
        } catch {
            tell(error)
            schedule.request(by: now.uptime + 1_000_000)
        }
    }

    /// Shows in the record that a file has been unsettled for long.
    func report(_ file: UnsettledFile) {
        do throws(StoreError) {
            let known = try lookUp(file.path.bytes)
            var record =
                known?.record
                ?? FileRecord(
                    path: file.path.bytes, state: .settling, fingerprint: file.readiness.fingerprint ?? .unknown,
                    observedAt: now.wall)
            record.state = .settling
            record.reason = file.readiness.obstacle
            add(correction: record, isUsed: known?.isUsed ?? false)
        } catch {
            tell(error)
        }
    }
}
