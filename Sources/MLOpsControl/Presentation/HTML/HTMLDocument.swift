/// A page in one file: without scripts, fonts or anything else from elsewhere, light or dark as the reader's desktop is.
package struct HTMLDocument: Sendable {
    /// Text.
    package var title: String
    /// What the page needs besides the colours that all pages have.
    package var css: String
    /// Markup.
    package var body: String

    package init(title: String, css: String, body: String) {
        self.title = title
        self.css = css
        self.body = body
    }

    package var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>\(title.escapingHTML)</title>
        <style>
        \(Self.colours)
        \(css)
        </style>
        </head>
        <body>
        \(body)
        </body>
        </html>

        """
    }

    private static let colours = """
        :root { --ground: #fff; --card: #f6f7f9; --line: #d9dde3; --text: #1b1f24; --faint: #5c6670; --reference: #2f6fbd;
          --current: #d9730d; --bad: #c2261d; --good: #1f7a3d; --unsure: #8a6100 }
        @media (prefers-color-scheme: dark) { :root { --ground: #14171b; --card: #1d2126; --line: #333a42; --text: #e6e9ed;
          --faint: #9aa5b1; --reference: #6aa9f4; --current: #ffa24d; --bad: #ff7b72; --good: #5fc97e; --unsure: #e0b040 } }
        * { box-sizing: border-box }
        body { margin: 0 auto; max-width: 90rem; padding: 1.5rem clamp(0.8rem, 3vw, 2.5rem); background: var(--ground);
          color: var(--text); font: 15px/1.45 system-ui, sans-serif }
        """
}
