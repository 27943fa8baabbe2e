/// Where a version that passed its gates goes live, and how that is made sure of.
package struct DeploymentDefinition: Hashable, Sendable {
    package enum Approval: String, Sendable, CaseIterable {
        /// What passes its gates goes live.
        case automatic
        /// A person has to approve it.
        case manual
    }

    /// An absolute path that is a symbolic link, or nothing yet; switched atomically.
    package var target: String
    /// Program and arguments that make what serves the model take the new one; run after the switch.
    package var reload: [String]?
    package var probe: Probe?
    package var approval: Approval
    /// How long the probe is asked again after a deployment, and the old model brought back when it is not answered.
    package var probation: Duration?
    /// nil: somebody else serves the model.
    package var service: ServiceDefinition?
    /// The share of the requests, in percent, that a router sends to a version on probation; nil: all.
    package var canary: Int?
    /// What a canary has to show; nil: as `Trial()` says.
    package var trial: Trial?
    /// nil: what passed its gates is not tried in the shadow.
    package var shadow: ShadowDefinition?

    package init(
        target: String, reload: [String]? = nil, probe: Probe? = nil, approval: Approval = .automatic,
        probation: Duration? = nil, service: ServiceDefinition? = nil, canary: Int? = nil,
        trial: Trial? = nil, shadow: ShadowDefinition? = nil
    ) {
        self.target = target
        self.reload = reload
        self.probe = probe
        self.approval = approval
        self.probation = probation
        self.service = service
        self.canary = canary
        self.trial = trial
        self.shadow = shadow
    }
}
