/// The table of `mlopsctl outbox`.
package enum ReceiverTable {
    package static func text(_ receivers: [ReceiverSummary], _ style: TextStyle) -> String {
        var table = Table([
            .init("RECEIVER"), .init("WAITING"), .init("REFUSED"), .init("OLDEST", dropped: 1),
            .init("LAST FAILURE", canShrink: true),
        ])
        for receiver in receivers {
            table.add([
                StyledText(receiver.receiver, .strong), StyledText("\(receiver.pending)"),
                StyledText("\(receiver.refused)", receiver.refused > 0 ? .bad : nil),
                StyledText(receiver.oldestAt.map(style.past) ?? "-"), StyledText(receiver.failure ?? ""),
            ])
        }
        return table.text(style, noun: "receiver")
    }
}
