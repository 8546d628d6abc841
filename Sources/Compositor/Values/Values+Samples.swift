import Imaging

extension Values {
    /// These, and where they say nothing of a token in `texts`, a value as long as real ones are. What is given stays, also
    /// when it is empty.
    func withSamples(for texts: [Tokens]) -> Values {
        var sample = Values()
        sample.moment = CaptureTime(iso8601: "2026-09-26T20:58:00")
        for key in texts.flatMap(\.keys) where key != "date" && key != "time" {
            try? sample.set(key, to: Self.sample(of: key))
        }
        var values = sample.merging(self)
        (values.locale, values.timeZone) = (locale, timeZone)
        return values
    }

    /// Longer than most, shorter than the longest: what does not fit then does not fit at many a party.
    private static func sample(of key: String) -> String {
        switch key {
        case "event.name": "Katharina & Maximilian"
        case "event.date": "Saturday, 26 September 2026"
        case "session.number": "1234"
        case "session.id": "123e4567-e89b-12d3-a456-426614174000"
        case "share.url": "https://photos.example.com/s/0123456789abcdefghijkl"
        case _ where key.contains("mail"): "katharina.winterfeld@example.com"
        case _ where key.contains("phone") || key.contains("mobile"): "+49 151 2345 6789"
        case _ where key.contains("tag"): "#annaundmaximilian"
        case _ where ["place", "venue", "location"].contains { key.contains($0) }: "The Orangery, Vienna"
        default: "Katharina Winterfeld"
        }
    }
}

extension Tokens {
    /// Whether guests or operators write a part of it that `given` does not say: names, in whatever letters.
    func isOpen(beside given: Values) -> Bool {
        keys.contains { key in
            given.texts[key] == nil && (key == "event.name" || key.hasPrefix("survey.") || key.hasPrefix("value."))
        }
    }
}
