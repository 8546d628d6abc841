import Effects
import Faults
import Imaging
import StrictJSON

import struct Foundation.Locale
import struct Foundation.TimeZone

extension JSONNode {
    func colour() throws(StrictJSONError) -> Colour {
        guard let colour = Colour(hex: try string()) else {
            throw error(expected: "a colour such as #fff, #20304a or #20304a80")
        }
        return colour
    }

    /// Relative to the layout's folder; that it stays there is checked when the file is looked up.
    func fileName() throws(StrictJSONError) -> String {
        let name = try string()
        guard !name.isEmpty, name.utf8.count <= 1_000 else {
            throw error(expected: "the name of a file in the layout's folder")
        }
        return name
    }

    func tokens() throws(StrictJSONError) -> Tokens {
        let text = try string()
        do throws(TokenError) { return try Tokens(parsing: text) } catch {
            throw self.error(error.problem, remedy: error.remedy)
        }
    }

    func timeZone() throws(StrictJSONError) -> String {
        let name = try string()
        guard TimeZone(identifier: name) != nil else { throw error(expected: "a time zone such as Europe/Vienna") }
        return name
    }

    func locale() throws(StrictJSONError) -> String {
        let name = try string()
        let language = Locale(identifier: name).language
        guard language.languageCode?.isISOLanguage == true, name.utf8.count <= 40 else {
            throw error(expected: "a language such as en or de-AT")
        }
        return name
    }

    /// `[{ "name": "sepia", "strength": 0.5 }]`; names and parameters are checked by the effect itself.
    func effects() throws(StrictJSONError) -> [EffectCall] {
        try array(max: 16) { (node) throws(StrictJSONError) in
            let keys = try node.object()
            let name = try keys.required("name").string()
            var parameters: [String: String] = [:]
            for (key, node) in keys.remaining() { parameters[key] = try node.scalarText() }
            do throws(EffectError) { return try EffectCall(name: name, parameters: parameters) } catch {
                throw node.error(error)
            }
        }
    }

    /// A text, a number or a truth value as the text that a command line would have.
    func scalarText() throws(StrictJSONError) -> String {
        switch value {
        case .string: try string()
        case .number, .bool: value.text()
        default: throw error(expected: "a text, a number, true or false")
        }
    }
}
