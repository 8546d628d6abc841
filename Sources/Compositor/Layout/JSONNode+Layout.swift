internal import Effects
internal import Imaging
internal import StrictJSON

import struct Foundation.TimeZone

extension JSONNode {
    func colour() throws(StrictJSONError) -> Colour {
        guard let colour = Colour(hex: try string()) else { throw error(expected: "a colour such as #fff, #20304a or #20304a80") }
        return colour
    }

    /// Relative to the layout's folder; that it stays there is checked when the file is looked up.
    func fileName() throws(StrictJSONError) -> String {
        let name = try string()
        guard !name.isEmpty, name.utf8.count <= 1_000 else { throw error(expected: "the name of a file in the layout's folder") }
        return name
    }

    func tokens() throws(StrictJSONError) -> Tokens {
        let text = try string()
        do throws(TokenError) { return try Tokens(parsing: text) } catch { throw self.error(error.text) }
    }

    func timeZone() throws(StrictJSONError) -> String {
        let name = try string()
        guard TimeZone(identifier: name) != nil else { throw error(expected: "a time zone such as Europe/Vienna") }
        return name
    }

    func oneOf<Choice: RawRepresentable<String> & CaseIterable>(
        _ type: Choice.Type
    ) throws(StrictJSONError) -> Choice {
        let name = try oneOf(Choice.allCases.map(\.rawValue))
        return Choice(rawValue: name)!
    }

    /// `[{ "name": "sepia", "strength": 0.5 }]`; names and parameters are checked by the effect itself.
    func effects() throws(StrictJSONError) -> [EffectCall] {
        var calls: [EffectCall] = []
        for node in try array(max: 16) {
            let keys = try JSONObjectReader(node)
            var parameters: [String: String] = [:]
            for key in keys.keys where key != "name" {
                guard let value = keys[key]?.value.parameterText else {
                    throw node.error(expected: "text, a number or true/false for \"\(key)\"")
                }
                parameters[key] = value
            }
            do throws(EffectError) {
                calls.append(try EffectCall(name: try keys.required("name").string(), parameters: parameters))
            } catch {
            }
        }
        return calls
    }
}

extension Array {
    /// A list that may be absent.
    init(
        _ node: JSONNode?, _ element: (JSONNode) throws(StrictJSONError) -> Element
    ) throws(StrictJSONError) {
        self = []
        for node in try node?.array(max: 64) ?? [] { append(try element(node)) }
    }
}
