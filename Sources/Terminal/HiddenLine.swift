import Glibc
import Work

extension Console {
    /// A line that somebody types and nobody sees; from a pipe, the next line. nil: there is none. Blocks.
    public static func hiddenLine(_ prompt: String) -> String? {
        assertOffPool()
        var former = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &former) == 0 else { return readLine() }
        Console.error(prompt)
        Console.settle()
        var hidden = former
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &former)
            Console.error("\n")
        }
        return readLine()
    }
}
