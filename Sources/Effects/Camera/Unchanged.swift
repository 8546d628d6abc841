extension Effect {
    /// The photo as the camera took it: stands for "no effect" where one must be named.
    static let camera = Effect(name: "camera", group: .camera, summary: "the clean, untouched photo", parameters: []) {
        _ in
        .none
    }
}
