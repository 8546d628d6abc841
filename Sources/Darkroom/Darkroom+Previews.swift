import Compositor
public import Effects
public import Imaging
public import Sessions

extension Darkroom {
    /// A session's picture as another layout, or other effects, would make it. Nothing is added to the event: neither the picture nor
    /// a layout that the event does not have yet. Blocks.
    /// - Parameter effects: nil: those of the night.
    public func preview(
        of session: Session, layout name: String, effects: [EffectCall]? = nil
    ) throws(DarkroomError) -> Image {
        try developing {
            let template = try Template(layoutLibrary.layout(name, keptIn: record.folder.layouts).layout)
            let prepared = try PreparedLayout(name: name, template: template, options: Renderer.Options())
            try requireCaptures(of: session, for: prepared)
            let plan = try Plan(
                session: session, event: record.event, folder: record.folder, prepared: prepared, effects: effects)
            let composition = try Composition(
                template: template, captures: template.layout.capturesNeeded, values: plan.values,
                drawing: plan.drawing?.drawing,
                effects: Plan.located(plan.effects, in: record.folder), emptyScreen: record.emptyScreen(of: session),
                forgives: true)
            for number in composition.captures where number <= plan.captures.count {
                let path = record.folder.path + "/" + plan.captures[number - 1].path
                try composition.place(PictureFile(path: path), as: number)
            }
            return try composition.finalPhoto()
        }
    }

    /// A capture as an effect shows it, as wide as a cell of `ContactSheet`. Blocks.
    public func look(at capture: Capture, of session: Session, _ effect: EffectCall) throws(DarkroomError) -> Image {
        try developing {
            try ContactSheet(capture: record.folder.path + "/" + capture.path, acceptDamaged: true)
                .look(Plan.located([effect], in: record.folder)[0])
        }
    }
}
