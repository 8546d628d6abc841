import Engine

/// A guest with much to tell that is nobody else's business.
enum Guest {
    static let (address, wish, number) = ("annasecret@gmail.com", "secretwish", "+491701234567")
    /// What is typed and never sent.
    static let halfTyped = "halfsecret"
    /// Parts of all that, in small letters, of which nothing may be found afterwards.
    static let secrets = ["annasecret", "secretwish", "1701234567", "halfsecret"]

    private static let drawing = ##"{"strokes":[{"colour":"#1c1c1c","width":0.01,"points":[[0.1,0.1],[0.6,0.5]]}]}"##

    /// What goes on from a step.
    static func answer(to step: GuestView.Step) -> BoothCommand {
        switch step.name {
        case "consent": .answer("yes")
        case "layout", "effect": .answer(step.choices[1])
        case "select": .answer("2,3")
        case "draw": .answer(drawing)
        case "colour": .answer("blue")
        case "stars": .answer("4")
        case "wish": .answer(wish)
        case "email": .answer(address)
        case "phone": .answer(number)
        case "print": .answer("2")
        default: .next
        }
    }
}
