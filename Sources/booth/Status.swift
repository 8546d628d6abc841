import Terminal

/// What the shell is told about an error. Each family adds a case for the errors of its module.
func status(of error: any Error) -> ExitStatus {
    switch error {
    case let error as TerminalError: error.status
    default: .ownBug
    }
}
