/// A question of the booth, to be answered on a guest's own phone. It works without a script: the form comes back to the same
/// address by POST, with the answer in the field `answer`.
///
///     QuestionPage(event: "Emma & Noah", question: "Your email address?", kind: .email).html(words, style: "page.css")
public struct QuestionPage: Sendable {
    public enum Kind: Sendable, Equatable {
        case text, email, phone
        case choices([String])
    }

    public var event: String
    public var question: String
    public var kind: Kind
    /// What is wrong with the last answer, and that answer.
    public var hint: String?
    public var value = ""

    public init(event: String, question: String, kind: Kind) {
        (self.event, self.question, self.kind) = (event, question, kind)
    }

    /// - Parameter style: where the style is, seen from the page.
    public func html(_ words: Words, style: String) -> String {
        let told = hint.map { "<p class=\"hint\" id=\"hint\" role=\"alert\">\($0.escaped)</p>\n" } ?? ""
        return HTML(
            words: words, title: "\(question) – \(event)", style: style, icon: "/s/icon.svg",
            body: """
                <main class="notice">
                <p>\(event.escaped)</p>
                <h1><label for="answer">\(question.escaped)</label></h1>
                <form class="question" method="post" autocomplete="\(kind == .text ? "off" : "on")">
                \(told)\(fields(words))
                </form>
                </main>
                """
        ).text
    }

    private func fields(_ words: Words) -> String {
        if case .choices(let choices) = kind {
            return choices.enumerated().map { index, choice in
                "<button class=\"save\" name=\"answer\" value=\"\(choice.escaped)\"\(index == 0 ? " id=\"answer\"" : "")>"
                    + "\(choice.escaped)</button>"
            }.joined(separator: "\n")
        }
        let (type, more) =
            switch kind {
            case .email: ("email", " autocomplete=\"email\" autocapitalize=\"none\" spellcheck=\"false\"")
            case .phone: ("tel", " autocomplete=\"tel\"")
            case .text, .choices: ("text", " autocomplete=\"off\"")
            }
        let about = hint == nil ? "" : " aria-describedby=\"hint\" aria-invalid=\"true\""
        return """
            <input id="answer" name="answer" type="\(type)" value="\(value.escaped)" maxlength="1000" required\(more)\(about)>
            <button class="save large">\(words["form.send"].escaped)</button>
            """
    }
}
