import HTTP
import StrictJSON

/// A page of a few words for operators, and the same for programs.
enum Notice {
    static func page(_ status: Int, _ title: String, _ lines: [String]) -> Answer {
        let text = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>\(escaped(title))</title></head>
            <body><main><h1>\(escaped(title))</h1>\(lines.map { "<p>\(escaped($0))</p>" }.joined())</main></body>
            </html>

            """
        return Answer(status: status, .text(text), type: "text/html; charset=utf-8")
    }

    static func json(_ answer: APIAnswer) -> Answer {
        var headers: Headers = ["Cache-Control": "no-store"]
        for (name, value) in answer.headers { headers[name] = value }
        return Answer(
            status: answer.status, .text(answer.text + "\n"), type: "application/json; charset=utf-8",
            headers: headers)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
