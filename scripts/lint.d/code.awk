# Prints "path:line:code" for Swift files, with the text of comments, strings and raw identifiers left out, so that a
# rule about code does not fire on prose. Code inside an interpolation stays.

function is_quote(i) { return substr(line, i, 1) == "\"" }

FNR == 1 { comment = 0; block = 0; depth = 0; parens = 0 }

{
    line = $0; out = ""; length_ = length(line); text = block
    for (i = 1; i <= length_; i++) {
        c = substr(line, i, 1); two = substr(line, i, 2)
        if (comment > 0) {
            if (two == "*/") { comment--; i++ } else if (two == "/*") { comment++; i++ }
        } else if (text) {
            if (two == "\\(") { depth++; saved[depth] = text; opened[depth] = parens; parens = 0; text = 0; out = out "("; i++ }
            else if (c == "\\") i++
            else if (text == 2 && substr(line, i, 3) == "\"\"\"") { text = 0; block = 0; i += 2; out = out "\"" }
            else if (text == 1 && is_quote(i)) { text = 0; out = out "\"" }
        } else if (two == "//") break
        else if (two == "/*") { comment++; i++ }
        else if (substr(line, i, 3) == "\"\"\"") { text = 2; block = 2; i += 2; out = out "\"" }
        else if (is_quote(i)) { text = 1; out = out "\"" }
        else if (c == "`") { j = index(substr(line, i + 1), "`"); if (j) i += j; out = out "`" }
        else {
            if (depth > 0 && c == "(") parens++
            if (depth > 0 && c == ")" && parens-- == 0) { text = saved[depth]; parens = opened[depth]; depth-- }
            out = out c
        }
    }
    if (depth > 0 && !block) { depth = 0; parens = 0 }
    print FILENAME ":" FNR ":" out
}
