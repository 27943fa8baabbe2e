/// A stretch of time in which the offset of a zone does not change, with the offsets on either side of it.
///
/// The neighbours are what tells a gap from an overlap, so that nobody has to look a period up twice.
struct ZonePeriod {
    /// The first second of the period, since 1970; `Int64.min` when nothing comes before it.
    var start: Int64
    /// The first second after the period; `Int64.max` when nothing comes after it.
    var end: Int64
    var offset: ZoneOffset
    /// Seconds ahead of UTC just before `start`, where there is a before.
    var offsetBefore: Int?
    /// Seconds ahead of UTC from `end` on, where there is an after.
    var offsetAfter: Int?
}
