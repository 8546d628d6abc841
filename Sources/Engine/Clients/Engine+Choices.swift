public import Darkroom
import Work

extension Engine {
    /// What a layout step offers, as guests see it who choose one: a JPEG with their own last picture in it.
    /// - Parameter number: of the choices of the step in hand, from 1.
    /// - Returns: nil when no such layout can be chosen now.
    public func choice(_ number: Int) async throws(DarkroomError) -> [UInt8]? {
        guard let walk, let layout = await walk.layout(number) else { return nil }
        let (session, darkroom) = (await walk.session, context.darkroom)
        return try await context.time.offPool { () throws(DarkroomError) in try darkroom.choice(layout, of: session) }
    }
}

extension Walk {
    fileprivate func layout(_ number: Int) -> PreparedLayout? {
        guard case .layout(let choices) = context.script.steps[index].kind, choices.indices.contains(number - 1) else {
            return nil
        }
        return prepared.layouts[choices[number - 1].layout]
    }
}
