/// Watches a stream of numbers, one by one, for a change.
///
/// The detectors by name follow River 0.26.1, with its defaults, to the same alarm at the same index. They state no rate of
/// false alarms; ``ShiryaevRoberts`` does.
package protocol StreamDetector: Sendable {
    /// Takes the next number; true when a change is detected, after which the detector begins anew.
    mutating func update(_ value: Double) -> Bool
}
