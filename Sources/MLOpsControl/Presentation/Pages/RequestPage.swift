/// The screen of `mlopsctl show REQUEST`.
package enum RequestPage {
    package static func text(_ detail: RequestDetail, _ style: TextStyle) -> String {
        let request = detail.request
        let title: StyledText = "\(request.id, .strong) - \(detail.pipeline), \(detail.state.rawValue)"
        var fields = FieldList()
        fields.add("Created", "\(style.absoluteAndPast(request.createdAt))")
        fields.add("Causes", lines: request.causes.map { "\($0.trigger.map { "\($0): " } ?? "")\($0.reason)" })
        fields.add("Asked by", request.requestedBy.map { "\($0.text)" })
        fields.add("Priority", "\(request.priority)")
        fields.add("Start by", request.startBy.map { "\(style.absoluteAndRelative($0))" })
        fields.add("Waits for", request.waitingFor.map { "\($0)" })
        fields.add("Run", detail.run.map { StyledText($0, .strong) })
        fields.add("Detail", detail.detail.map { "\($0)" })
        return ([style.fitted(title)] + fields.lines(style)).joinedLines
    }
}
