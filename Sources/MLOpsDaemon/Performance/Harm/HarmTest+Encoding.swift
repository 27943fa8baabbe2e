import FoundationEssentials
import MLOpsStatistics

extension HarmTest {
    /// What is kept of it; numbers keep all their bits.
    private struct Memory: Codable {
        var settings: HarmSettings
        var detector: Data
        var loss: HarmLoss
        var learnt: WindowLoss
        var learntMeans: WindowLoss
        var learntSpread: WindowSpread?
        var ledger: RetrainLedger?
        var latest: [WindowLoss]
        var marks: [Mark]
        var windows: Int64
        var first: Int64
        var through: Int64
        var predictions: Int64
        var usual: Double?
        var tolerance: Double
        var proof: Proof?
    }

    /// All that it remembers; restored, it goes on to the same bits.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let memory = Memory(
            settings: detector.settings, detector: Data(detector.encoded), loss: loss, learnt: learnt,
            learntMeans: learntMeans, learntSpread: learntSpread, ledger: ledger,
            latest: latest, marks: marks, windows: windows, first: first, through: through,
            predictions: predictions, usual: usual,
            tolerance: tolerance, proof: proof)
        return [UInt8](try encoder.encode(memory))
    }

    /// - Parameter encoded: What a test of the same design remembered.
    init(encoded: [UInt8], _ design: HarmTestDesign) throws {
        self.init(design)
        let memory = try JSONDecoder().decode(Memory.self, from: Data(encoded))
        detector = try HarmDetector(encoded: [UInt8](memory.detector), settings: memory.settings)
        (loss, ledger) = (memory.loss, memory.ledger)
        (learnt, learntMeans) = (memory.learnt, memory.learntMeans)
        learntSpread = memory.learntSpread ?? (memory.ledger == nil ? WindowSpread() : nil)
        (latest, marks, windows) = (memory.latest, memory.marks, memory.windows)
        (first, through, usual) = (memory.first, memory.through, memory.usual)
        (predictions, tolerance, proof) = (memory.predictions, memory.tolerance, memory.proof)
    }
}
