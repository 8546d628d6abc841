import Faults
import Files
import Glibc
import Terminal
import Web

/// Sets the digits by which an operator is known at the guests' screen.
func setPIN(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.words.count == 1 else {
        throw TerminalError.usage("booth web pin takes no event: the PIN is the booth's")
    }
    let pin = OperatorPIN(folder: try settingsFolder())
    guard let digits = Console.hiddenLine("New PIN, 4 to 12 digits (nothing is shown): ") else {
        throw TerminalError.usage("no PIN was given", remedy: "type it, or hand it over by a pipe")
    }
    if isatty(STDIN_FILENO) == 1, Console.hiddenLine("The same once more: ") != digits {
        throw TerminalError.usage("the two differ", remedy: "booth web pin asks again; the former PIN still holds")
    }
    try pin.set(digits)
    Console.error(
        "booth: the PIN is set; it opens the operators' pages at the guests' screen of every booth of this user\n")
    return .done
}
