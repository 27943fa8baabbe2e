/// `true` and `false`, whatever the case of their letters; 0 and 1 are numbers, yes and no are text.
enum BooleanText {
    static func value(_ text: UnsafeRawBufferPointer) -> Bool? {
        if NumberWord.matches(text[...], "true") { return true }
        return NumberWord.matches(text[...], "false") ? false : nil
    }
}
