import Compositor
import Darkroom
import Pages
import Sessions

extension Walk {
    /// What the guest reads.
    var words: Words { context.spoken.now(in: language) }

    /// The step in hand with its texts in the guest's language.
    var spoken: ScriptStep { (language.flatMap { context.scripts[$0] } ?? context.script).steps[index] }

    /// What the step in hand says: the workflow's words, else those of `web/text`.
    var spokenText: String? {
        let prompt = "prompt.\(spoken.word)"
        return spoken.text ?? (words.has(prompt) ? words[prompt] : nil)
    }

    /// What the next picture, or the drawing, is framed by.
    func frame(_ step: ScriptStep) {
        guard let outline = layout?.template.outline else { return }
        let aspect: Double?
        var box: LayoutOutline.Box?
        switch step.kind {
        case .countdown, .capture:
            aspect = outline.aspect(ofCapture: retaken?.number ?? session.selectedCaptures.count + 1)
        case .video, .boomerang: aspect = outline.film
        case .draw: (aspect, box) = (outline.drawing ?? DrawStep.usualAspect, outline.drawingBox)
        default: return
        }
        context.view.change { view in
            view.step?.aspect = aspect
            view.step?.box = box
        }
    }
}

extension ScriptStep {
    /// Whether guests see themselves while it is done.
    func showsLiveView(of event: Event) -> Bool {
        switch kind {
        case .attract: event.theme.ground == .live
        case .countdown, .capture, .effect, .video(.live), .boomerang: true
        default: false
        }
    }
}
