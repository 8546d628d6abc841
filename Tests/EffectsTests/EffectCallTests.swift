import Effects
import Testing

@Suite struct EffectCallTests {
    @Test func `names are unique, and so are the parameters of an effect`() {
        #expect(Set(Effect.all.map(\.name)).count == Effect.all.count)
        for effect in Effect.all { #expect(Set(effect.parameters.map(\.name)).count == effect.parameters.count) }
    }

    @Test func `there are twelve looks or more`() {
        #expect(Effect.all.filter { $0.group == .looks }.count >= 12)
    }

    @Test func `every standard is allowed`() throws {
        for effect in Effect.all {
            for parameter in effect.parameters {
                guard let standard = parameter.standard else { continue }
                let named = effect.parameters.filter { $0.standard == nil }.map { ($0.name, "a file") }
                let given = Dictionary(uniqueKeysWithValues: named + [(parameter.name, standard)])
                #expect(try EffectCall(name: effect.name, parameters: given).parameters[parameter.name] == nil)
            }
        }
    }

    @Test(arguments: [
        ("black-and-white:red=1,blue=0.5", "black-and-white:blue=0.50,red=1.0"),
        ("pop-art:dark=#ABCDEF", "pop-art:dark=#abcdef"), ("sepia", "sepia:strength=1"), ("mirror", "mirror:"),
        ("exposure:stops=0", "exposure:stops=-0"),
    ])
    func `what means the same is the same`(one: String, other: String) throws {
        #expect(try EffectCall(parsing: one) == EffectCall(parsing: other))
        #expect(try EffectCall(parsing: one).identity() == EffectCall(parsing: other).identity())
    }

    @Test(arguments: ["sepia:strength=0.25", "pop-art:dark=#102030,light=#ffffff", "lut:file=a\\,b\\\\c.cube"])
    func `a call is written as it is read`(text: String) throws {
        #expect(try EffectCall(parsing: text).canonical == text)
    }

    @Test func `a comma and colons may stand in the name of a file`() throws {
        #expect(try EffectCall(parsing: "lut:file=a\\,b:c=d.cube,strength=0.5").files == ["a,b:c=d.cube"])
    }

    @Test(arguments: [
        ("glow", "effect \"glow\" is unknown; render --list-effects"),
        ("sepia:power=1", "has no parameter \"power\"; it has strength"),
        ("sepia:strength=2", "is not a number from 0 to 1"), ("sepia:strength=nan", "is not a number"),
        ("sepia:strength=", "is not a number"), ("sepia:strength", "not of the form"), ("sepia:,", "not of the form"),
        ("mirror:x=1", "it has none"), ("sepia:strength=1,strength=0", "given twice"),
        ("white-balance:mode=magic", "is not hand or auto"), ("pop-art:dark=red", "is not a colour"),
        ("pop-art:dark=#11223344", "is not a colour"), ("lut", "effect lut needs file=…, the name of a .cube file"),
        ("lut:file=", "is not the name of"), ("lut:file=a\\", "not of the form"), ("lut:file=\\n", "not of the form"),
        ("", "effect \"\" is unknown"),
    ])
    func `what cannot be done is said`(text: String, message: String) {
        let error = #expect(throws: EffectError.self) { try EffectCall(parsing: text) }
        #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `a file that is missing is said when it is read`() throws {
        let call = try EffectCall(parsing: "lut:file=/nowhere/look.cube")
        let error = #expect(throws: EffectError.self) { try call.prepared() }
        #expect(error.map { "\($0)".contains("/nowhere/look.cube") } == true)
    }

    @Test func `whatever is asked for is made or refused`() {
        var dice = Dice(seed: 11)
        let pieces = [
            "sepia", "pop-art", "exposure", ":", ",", "=", "\\", "strength", "stops", "0.5", "-1e9", "#fff", "é", "\0",
            "inf",
        ]
        for _ in 0..<3_000 {
            let text = (0..<dice.next() % 8).map { _ in pieces[Int(dice.next()) % pieces.count] }.joined()
            guard let call = try? EffectCall(parsing: text) else { continue }
            #expect((try? EffectCall(parsing: call.canonical)) == call)
        }
    }
}
