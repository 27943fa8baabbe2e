extension String {
    /// At most so many characters of it.
    func shortened(to count: Int) -> String { self.count > count ? prefix(count - 1) + "…" : self }
}
