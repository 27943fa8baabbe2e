# Reads what code.awk prints; prints "lines path:line name" for each function, initialiser and subscript with a body,
# counted from its signature to its closing brace.

{
    match($0, /:[0-9]+:/)
    path = substr($0, 1, RSTART - 1); number = substr($0, RSTART + 1, RLENGTH - 2) + 0
    code = substr($0, RSTART + RLENGTH)
    if (path != current) { current = path; depth = 0; top = 0; pending = 0 }

    if (match(code, /(^|[ \t])(func[ \t]+[^ (<]+|(convenience[ \t]+)?init[?(<]|deinit|subscript[(<])/)) {
        pending = number; name = substr(code, RSTART, RLENGTH); gsub(/^[ \t]+|func[ \t]+|[(<?]$/, "", name)
    }
    for (i = 1; i <= length(code); i++) {
        c = substr(code, i, 1)
        if (c == "{") {
            depth++
            if (pending) { top++; start[top] = pending; at[top] = depth; called[top] = name; pending = 0 }
        } else if (c == "}") {
            if (top && at[top] == depth) { print number - start[top] + 1, path ":" start[top], called[top]; top-- }
            depth--; pending = 0
        }
    }
}
