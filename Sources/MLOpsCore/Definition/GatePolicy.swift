/// What gates decide where there is nothing to compare with.
package struct GatePolicy: Hashable, Sendable {
    package enum FirstModel: String, Sendable, CaseIterable {
        /// Gates without a champion must be there and pass; without any a person decides.
        case requireAbsolute = "require_absolute"
        /// The first model goes live although nothing compares it.
        case allow
    }

    package enum UnevaluableBaseline: String, Sendable, CaseIterable {
        /// A champion that cannot be measured by the gate's metric keeps every candidate from going live by itself.
        case block
        /// The gates that need no champion decide.
        case gateAbsoluteOnly = "gate_absolute_only"
    }

    package var firstModel: FirstModel
    package var unevaluableBaseline: UnevaluableBaseline

    package init(
        firstModel: FirstModel = .requireAbsolute, unevaluableBaseline: UnevaluableBaseline = .gateAbsoluteOnly
    ) {
        self.firstModel = firstModel
        self.unevaluableBaseline = unevaluableBaseline
    }
}
