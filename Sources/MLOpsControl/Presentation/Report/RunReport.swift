/// What the page of a run is made of: the daemon's answers of one moment.
package struct RunReport: Sendable {
    package var detail: RunDetail
    package var why: WhyResponse
    /// What it registered, and where that went; nil: nothing.
    package var version: ModelVersionDetail?
    /// What the candidate was compared with; nil: there was none, or the record does not have it any more.
    package var champion: ModelVersionDetail?

    package init(
        detail: RunDetail, why: WhyResponse, version: ModelVersionDetail? = nil, champion: ModelVersionDetail? = nil
    ) {
        self.detail = detail
        self.why = why
        self.version = version
        self.champion = champion
    }
}
