import Files

/// What is wrong with a film, as far as its layout tells.
extension Lint {
    mutating func checkFilm(_ plan: AnimationPlan) throws {
        if !plan.width.isMultiple(of: 2) || !plan.height.isMultiple(of: 2) {
            report(
                "animation", "\(plan.width)x\(plan.height): films have even sides, so that a row or column is cut off",
                remedy: "make both even")
        }
        let film = plan.film
        if let music = film.music { _ = try template.assets.path(music.file) }
        if film.minSeconds < 3 {
            report(
                "animation.minSeconds", "\(film.minSeconds) s: some networks refuse films that are shorter than 3 s",
                remedy: "leave it out")
        }
        if film.rate < 23 {
            report("animation.fps", "\(film.rate): some networks refuse less than 23", remedy: "use 30")
        }
        let layers =
            (film.background.map { [("animation.background", $0)] } ?? [])
            + film.overlays.map { ("animation.overlays", $0.picture) }
        for (place, name) in layers {
            if Layout.isNumbered(name) {
                guard Layout.numbered(name, in: layout.folder).isEmpty else { continue }
                report(place, "no picture of the layout is called like \(name)", remedy: "number them: 1, 2, 3")
            } else {
                _ = try template.assets.path(name)
            }
        }
    }
}
