internal import StrictJSON

extension TetheredCamera {
    public func settings() async throws(CameraError) -> [Setting] {
        try await ready(within: options.patience)
        try await turn.take(within: .seconds(10))
        defer { turn.give() }
        let reply = try await call(.settings, .settings, within: .seconds(10))
        let settings = try? reply.node.object().required("settings").array(max: 2000) {
            (node) throws(StrictJSONError) -> Setting in try Setting(node)
        }
        guard let settings else { throw .refused(.settings, detail: "its settings cannot be read") }
        return settings
    }

    public func apply(_ profile: SettingsProfile) async throws(CameraError) -> [SettingResult] {
        try await ready(within: options.patience)
        try await turn.take(within: .seconds(10))
        defer { turn.give() }
        return try await set(profile)
    }

    /// By whoever has the turn. Throws only when the camera is gone.
    func set(_ profile: SettingsProfile) async throws(CameraError) -> [SettingResult] {
        var results: [SettingResult] = []
        for wish in profile.wishes { results.append(try await set(wish)) }
        return results
    }

    private func set(_ wish: SettingsProfile.Wish) async throws(CameraError) -> SettingResult {
        var last = SettingResult(name: wish.names.first ?? "", value: nil, outcome: .notOffered)
        for name in wish.names {
            do throws(CameraError) {
                let reply = try await call(.get(name), .settings)
                guard let setting = try? Setting(reply.node) else { continue }
                if setting.isReadOnly {
                    last = SettingResult(name: name, value: setting.value, outcome: .readOnly)
                    continue
                }
                guard let value = setting.offered(of: wish.values) else {
                    last = SettingResult(name: name, value: setting.value, outcome: .notOffered)
                    continue
                }
                if setting.value == value { return SettingResult(name: name, value: value, outcome: .set) }
                let answer = try await call(.set(name, to: value), .settings)
                let after = try? Setting(answer.node)
                return SettingResult(
                    name: name, value: after?.value, outcome: after?.value == value ? .set : .clamped)
            } catch {
                if link == nil { throw error }
                if case .unsupported = error { continue }
                if case .refused = error, last.outcome == .notOffered, name != wish.names.last { continue }
                last = SettingResult(name: name, value: nil, outcome: .failed("\(error)"))
            }
        }
        return last
    }
}

extension Setting {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        name = try keys.required("name").string()
        label = try keys.optional("label")?.string() ?? ""
        kind = try keys.optional("kind")?.oneOf() ?? .text
        value = try keys.optional("value")?.string() ?? ""
        choices =
            try keys.optional("choices")?.array(max: 500) { (node) throws(StrictJSONError) in try node.string() } ?? []
        isReadOnly = try keys.optional("readOnly")?.bool() ?? false
    }

    /// The first of the values that the body has; any value where it has no list of them.
    func offered(of values: [String]) -> String? {
        switch kind {
        case .choice:
            for value in values {
                if let choice = choices.first(where: { $0.lowercased() == value.lowercased() }) { return choice }
            }
            return nil
        case .toggle, .range, .date: return values.first { Double($0) != nil }
        case .text, .button: return values.first
        }
    }
}
