/// A page for guests as a browser gets it: nothing is loaded but what lies beside it, and no script runs, unless one is named.
struct HTML {
    var words: Words
    var title: String
    /// Where the style is, seen from the page.
    var style = "page.css"
    /// nil: there is none.
    var icon: String? = "../icon.svg"
    /// Where the only script that may run is.
    var script: String?
    /// By which a page is known as one that was made here.
    var generator: String?
    /// After how many seconds the page is asked for anew; nil: never.
    var refresh: Int?
    var body: String

    var text: String {
        """
        <!doctype html>
        <html lang="\(words.language.escaped)"\(words.isRightToLeft ? " dir=\"rtl\"" : "")>
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <meta name="color-scheme" content="light dark">\(generator.map { "\n<meta name=\"generator\" content=\"\($0.escaped)\">" } ?? "")\(refresh.map { "\n<meta http-equiv=\"refresh\" content=\"\($0)\">" } ?? "")
        <title>\(title.escaped)</title>\(icon.map { "\n<link rel=\"icon\" href=\"\($0)\" type=\"image/svg+xml\">" } ?? "")
        <link rel="stylesheet" href="\(style)">\(script.map { "\n<script type=\"module\" src=\"\($0)\"></script>" } ?? "")
        </head>
        <body>
        \(body)
        </body>
        </html>

        """
    }

    private var policy: String {
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; connect-src 'self'; "
            + "script-src \(script == nil ? "'none'" : "'self'"); base-uri 'none'; form-action 'self'"
    }
}

extension String {
    /// As text or attribute of HTML. Controls, which no page may hold, are left out.
    public var escaped: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case "\0"..<" ", "\u{7F}"..."\u{9F}": text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
