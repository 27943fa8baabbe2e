/// How far the number of rows of a window may be from that of the earlier windows of its phase.
package struct VolumeRule: Hashable, Sendable, Codable {
    /// What earlier windows a window is compared with.
    package enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
        case all
        case hourOfDay = "hour_of_day"
        case dayOfWeek = "day_of_week"
        case hourOfWeek = "hour_of_week"
    }

    package var phase: Phase
    /// In robust standard deviations of the logarithm.
    package var z: Double

    package init(phase: Phase = .all, z: Double = 4) {
        self.phase = phase
        self.z = z
    }
}
