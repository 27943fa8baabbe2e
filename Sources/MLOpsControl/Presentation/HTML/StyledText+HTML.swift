extension StyledText {
    /// As markup; a colour is a class of its name.
    var html: String {
        pieces.reduce(into: "") { markup, piece in
            let text = piece.text.escapingHTML
            markup += piece.paint.map { "<span class=\"\($0)\">\(text)</span>" } ?? text
        }
    }
}
