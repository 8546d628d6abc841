import Compositor
import Foundation
import Rigs
import StrictJSON
import Testing

@testable import Engine
@testable import Sessions

@Suite(.ahead) struct ScriptTests {
    static let shipped = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../workflows")
        .standardized

    @Test(arguments: ["boomerang", "classic-strip", "gif", "green-screen", "orbit"])
    func whatIsShippedCanBeRunAndKeepsItsFinalPhoto(name: String) throws {
        let library = WorkflowLibrary(folders: [Self.shipped.path])
        let script = try Script(library.workflow(name))
        #expect(script.layout != nil)
        #expect(script.takesOnlyClips || script.steps.contains { $0.word == "save" })
        #expect(library.names == ["boomerang", "classic-strip", "gif", "green-screen", "orbit"])
        #expect(WorkflowLibrary.shipped.split(separator: ", ").map(String.init).sorted() == library.names)
    }

    @Test func theStandardOneCanBeRun() throws {
        #expect(try Script(.standard).steps.count == Workflow.standard.steps.count)
    }

    /// Every word and every setting of the schema is one that the decoder knows, and the other way round.
    @Test func theSchemaSaysWhatIsUnderstood() throws {
        let bytes = Array(try Data(contentsOf: Self.shipped.appending(path: "workflow.schema.json")))
        let schema = try JSONValue(parsing: bytes, document: "schema")
        let steps = schema[member: "properties"]?[member: "steps"]?[member: "items"]?[member: "oneOf"]
        guard case .array(let all)? = steps else { throw Refusal(.notNow, "no steps in the schema") }
        var words: Set<String> = []
        let samples: [String: JSONValue] = [
            "name": "other", "text": "x", "timeout": 1, "when": ["printer": "ready"], "seconds": 1, "shots": 1,
            "interval": 1, "attempts": 1, "retake": "countdown", "retakes": 1, "count": 1, "key": "k", "required": true,
            "destination": "d", "prompt": "p", "copies": 1, "most": 1, "run": ["true"], "shorten": true,
            "stars": false, "colours": ["#1c1c1c"], "from": "live",
        ]
        for step in all {
            guard case .object(let keys)? = step[member: "properties"],
                case .string(let word)? = step[member: "properties"]?[member: "step"]?[member: "const"]
            else { continue }
            words.insert(word)
            var asked = Workflow.Step(name: word)
            for key in keys.map(\.key) where key != "step" {
                let value: JSONValue? = key == "choices" ? [word == "effect" ? "sepia" : "a"] : samples[key]
                asked.settings.append(.init(key, try #require(value, "no sample for \(key)")))
            }
            _ = try Script(Workflow(name: "x", steps: [.init(name: "countdown"), asked]))
        }
        #expect(words == Set(ScriptStep.standardTimeouts.keys))
    }

    @Test(arguments: [
        (#"{"step":"cuontdown"}"#, "steps[0].step: expected", "did you mean \"countdown\"?"),
        (#"{"step":"countdown","second":3}"#, "steps[0].second: unknown key", "did you mean \"seconds\"?"),
        (#"{"step":"countdown","seconds":-1}"#, "steps[0].seconds: expected a number from 0 to 60", "found -1"),
        (#"{"step":"capture","shots":0}"#, "steps[0].shots", "from 1 to 99"),
        (#"{"step":"survey"}"#, "steps[0].key: missing", ""),
        (#"{"step":"survey","key":"a b"}"#, "steps[0].key", "letters and digits"),
        (#"{"step":"effect","choices":["sepiaa"]}"#, "steps[0].choices[0]", "sepiaa"),
        (#"{"step":"effect","choices":[]}"#, "steps[0].choices", "at least one effect"),
        (#"{"step":"layout","choices":[]}"#, "steps[0].choices", "at least one layout"),
        (
            #"{"step":"capture"},{"step":"save"},{"step":"layout","choices":["strip"]}"#, "steps[2]",
            "stands behind \"save\", where the FinalPhoto is made"
        ),
        (#"{"step":"draw","colours":["red"]}"#, "steps[0].colours[0]", "a colour such as #1c1c1c"),
        (#"{"step":"draw","colours":[]}"#, "steps[0]", "names none to draw with"),
        (#"{"step":"survey","key":"a","stars":true,"choices":["1","2"]}"#, "steps[0]", "the choices 1 to 5"),
        (#"{"step":"thanks"},{"step":"save"}"#, "steps[1]", "stands behind \"thanks\", which is the last step"),
        (#"{"step":"print","copies":3,"most":2}"#, "steps[0]", "copies 3 are more than most, 2"),
        (#"{"step":"command","run":[]}"#, "steps[0].run", "a program"),
        (
            #"{"step":"capture"},{"step":"save"},{"step":"preview","retake":"capture"}"#, "steps[2].retake",
            "leads back over \"save\""
        ),
        (#"{"step":"save","when":{"moon":"full"}}"#, "steps[0].when", "one of survey"),
        (
            #"{"step":"survey","key":"a"},{"step":"save","when":{"survey":"a","si":"b"}}"#, "steps[1].when.si",
            "did you mean \"is\"?"
        ),
        (#"{"step":"preview","retake":"capture"}"#, "steps[0].retake", "no step stands before it that can be gone"),
        (
            #"{"step":"capture"},{"step":"capture"},{"step":"preview","retake":"capture"}"#, "steps[2].retake",
            "more than one step before it is called \"capture\""
        ),
        (
            #"{"step":"save","when":{"survey":"news"}},{"step":"survey","key":"news"}"#, "steps[0].when.survey",
            "no survey step stands before it"
        ),
        (
            #"{"step":"survey","key":"news"},{"step":"save","when":{"not":{"all":[{"survey":"newsletter"}]}}}"#,
            "steps[1].when.not.all[0].survey: expected \"news\", found \"newsletter\"", ""
        ),
        (
            #"{"step":"survey","key":"news","choices":["yes","no"]},{"step":"save","when":{"survey":"news","is":"Yes"}}"#,
            "steps[1].when.is: expected \"yes\" or \"no\", found \"Yes\"", "did you mean \"yes\"?"
        ),
        (
            #"{"step":"consent"},{"step":"save","when":{"any":[{"consent":"term"}]}}"#,
            "steps[1].when.any[0].consent: expected \"terms\"", ""
        ),
    ])
    func mistakesAreNamedWithTheirPlace(steps: String, place: String, more: String) throws {
        let rig = try Rig()
        let workflow = try rig.workflow(steps)
        let error = #expect(throws: EngineError.self) { try Script(workflow, document: "party/workflow.json") }
        #expect("\(try #require(error))".hasPrefix("party/workflow.json: " + place), "\(error!)")
        #expect(more.isEmpty || "\(error!)".contains(more), "\(error!)")
    }

    @Test func stepsHaveTheirTimes() throws {
        let rig = try Rig()
        let script = try Script(
            rig.workflow(#"{"step":"attract"},{"step":"preview"},{"step":"preview","timeout":5}"#))
        #expect(script.steps.map(\.timeout) == [nil, 20, 5])
    }

    @Test func conditionsAreJudgedByTheSession() throws {
        var session = Session(
            id: "x", number: 1, booth: "main", mode: .standard, workflow: "w", layout: nil, slots: 2, effects: [],
            startReason: .loop, started: .now, utcOffset: 0, shareState: .placeholder)
        func input(_ kind: Session.Input.Kind, _ name: String, _ value: String) {
            session.inputs.append(.init(id: session.inputs.count, kind: kind, name: name, value: value, at: .now))
        }
        input(.survey, "news", "no")
        input(.survey, "news", "yes")
        input(.consent, "terms", "yes")
        let asked = try Script(
            Rig().workflow(
                #"{"step":"survey","key":"news","choices":["yes","no"]},{"step":"survey","key":"other"},"#
                    + #"{"step":"consent"},{"step":"consent","key":"other"}"#)
        ).steps
        func holds(_ text: String, printer: Bool = false) throws -> Bool {
            let node = try JSONNode(parsing: Array(text.utf8), document: "when")
            return try Condition(node, after: asked).holds(for: session, printerIsReady: printer)
        }
        #expect(try holds(#"{"survey":"news","is":"yes"}"#))
        #expect(try !holds(#"{"survey":"news","is":"no"}"#))
        #expect(try holds(#"{"survey":"news"}"#))
        #expect(try !holds(#"{"survey":"other"}"#))
        #expect(try holds(#"{"consent":"terms"}"#))
        #expect(try !holds(#"{"consent":"other"}"#))
        #expect(try holds(#"{"captures":0}"#))
        #expect(try !holds(#"{"captures":1}"#))
        #expect(try holds(#"{"printer":"ready"}"#, printer: true))
        #expect(try !holds(#"{"printer":"ready"}"#))
        #expect(try holds(#"{"not":{"captures":1}}"#))
        #expect(try holds(#"{"all":[{"captures":0},{"not":{"captures":1}}]}"#))
        #expect(try holds(#"{"any":[{"captures":1},{"consent":"terms"}]}"#))
        #expect(try !holds(#"{"any":[]}"#))
    }
}
