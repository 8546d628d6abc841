import Files
import Foundation

/// A page as a browser gets it: nothing is loaded but pictures and films that lie beside it, no script runs, and its one
/// style is the one whose hash the page names.
struct HTML {
    var language: String
    var title: String
    /// By which a page is known as one that was made here.
    var generator: String
    var body: String

    var text: String {
        """
        <!doctype html>
        <html lang="\(language.escaped)">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="\(generator.escaped)">
        <title>\(title.escaped)</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        \(body)
        </body>
        </html>

        """
    }

    private static let policy =
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'sha256-\(styleHash)'; "
        + "base-uri 'none'; form-action 'none'"

    private static let styleHash: String = {
        let digits = Array(ContentHash(of: Array(style.utf8)).description)
        let bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0
        }
        return Data(bytes).base64EncodedString()
    }()

    private static let style = """

        :root { --paper: #fff; --ink: #2a2522; --soft: #857a73; --ground: #f4efe9; --edge: rgba(60, 40, 20, .16);
          --accent: #b4533a }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #fdfbf8; --ink: #f3ece5; --soft: #a89c93; --ground: #1c1917; --edge: rgba(0, 0, 0, .6);
            --accent: #e08a6d }
        }
        * { box-sizing: border-box }
        body { margin: 0 auto; padding: 2.2rem 1.1rem 3rem; max-width: 44rem; background: var(--ground);
          color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; text-align: center }
        h1 { margin: 0; font: 600 clamp(1.9rem, 8vw, 2.9rem)/1.15 Georgia, "Times New Roman", serif;
          overflow-wrap: anywhere; text-wrap: balance }
        header p { margin: .5rem 0 0; color: var(--soft); letter-spacing: .04em }
        header { margin-bottom: 2rem }
        figure { margin: 0 0 2.2rem }
        figure img, figure video { display: block; max-width: 100%; max-height: 92vh; width: auto; height: auto; margin: 0 auto; border-radius: .35rem;
          background: var(--paper); box-shadow: 0 .6rem 2rem var(--edge) }
        .shots { display: grid; grid-template-columns: 1fr 1fr; gap: .9rem }
        .shots figure { margin: 0 }
        .shots img { width: 100%; aspect-ratio: 3 / 2; object-fit: cover }
        h2 { margin: 2.6rem 0 1.1rem; font: 600 1.35rem/1.2 Georgia, "Times New Roman", serif }
        a { display: inline-block; margin-top: 1rem; padding: .62rem 1.7rem; border: 1.5px solid var(--accent);
          border-radius: 2rem; color: var(--accent); font-weight: 600; text-decoration: none }
        .shots a { display: block; margin: 0; padding: 0; border: 0 }
        a:active { background: var(--accent); color: var(--ground) }
        a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
        footer { margin-top: 2.6rem; color: var(--soft); font-size: .9rem }
        footer p { margin: .3rem 0 }

        """
}

extension String {
    /// As text or attribute of HTML. Controls, which no page may hold, are left out.
    var escaped: String {
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
