import Engine
import HTTP
import Pages

import struct Engine.Refusal

/// The page on which a guest answers the question in hand on the phone, and what becomes of the answer. The token in its address is
/// its guard: the form needs no script, and no other site knows where it is.
struct PhoneForm: Sendable {
    let engine: Engine
    let place: Place
    let event: String
    let style: String
    let words: Words

    /// nil: the question is over.
    func answer(_ request: Request) async -> Answer? {
        guard let step = step else { return nil }
        guard request.method == "POST" else {
            // Who opens it is there, and has the whole time to type.
            _ = try? await engine.perform(.present, at: place)
            return shown(page(step))
        }
        let origin = request.headers["Origin"]
        guard origin == nil || origin == "null" || Access.isOwn(origin, of: request),
            let said = request.form?["answer"], said.utf8.count <= 4_096
        else { return shown(page(step), status: 403) }
        do throws(Refusal) {
            try await engine.perform(.answer(said), at: place)
            return shown(NoticePage(title: words["form.sent"], text: words["form.sentHow"]).html(words, style: style))
        } catch {
            guard error.reason == .badAnswer, let step = self.step else { return nil }
            var page = page(step)
            (page.hint, page.value) = (error.hint, said)
            return shown(page, status: 422)
        }
    }

    /// The step in hand, as long as it asks this.
    private var step: GuestView.Step? {
        let view = engine.view.now
        return view.place == place && view.step?.suitsPhones == true ? view.step : nil
    }

    private func page(_ step: GuestView.Step) -> QuestionPage {
        let kind: QuestionPage.Kind =
            switch step.word {
            case "email": .email
            case "phone": .phone
            default: step.choices.isEmpty ? .text : .choices(step.choices)
            }
        return QuestionPage(event: event, question: step.text ?? words["prompt.\(step.word)"], kind: kind)
    }

    private func shown(_ page: QuestionPage, status: Int = 200) -> Answer {
        shown(page.html(words, style: style), status: status)
    }

    private func shown(_ html: String, status: Int = 200) -> Answer {
        Answer(status: status, .text(html), type: "text/html; charset=utf-8")
    }
}
