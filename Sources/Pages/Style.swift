/// How pages for guests look. It is a file of its own beside the page, `page.css`, because the policy of these pages allows no
/// style within them.
enum Style {
    static func text(_ theme: Theme) -> String { theme.style + rules }

    /// The sign of these pages in a browser's tabs: `icon.svg` in the folder above theirs.
    static let icon =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path fill=\"#fff\" stroke=\"#a2452e\" "
        + "stroke-width=\"2\" d=\"M7 3h18v26H7z\"/><path fill=\"#a2452e\" d=\"M11 7h10v14H11z\"/></svg>\n"

    private static let rules = """
        * { box-sizing: border-box }
        [hidden] { display: none !important }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif;
          text-align: center }
        main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.1rem }
        h1, h2 { font-family: "EB Garamond", "Iowan Old Style", Palatino, Georgia, "Times New Roman", serif; font-weight: 500;
          line-height: 1.12; overflow-wrap: anywhere; text-wrap: balance }
        h1 { margin: 0; font-size: clamp(2rem, 9vw, 3.2rem) }
        h2 { margin: 3.4rem 0 1.2rem; font-size: 1.5rem }
        header p { margin: .5rem 0 0; color: var(--soft); letter-spacing: .06em }
        header { padding: 2rem 0 .4rem }
        figure { margin: 0 }
        figure + figure { margin-top: 3rem }
        figure > img, figure > video { display: block; max-width: min(100%, 100vh); height: auto; margin: 0 auto; background: var(--line);
          box-shadow: 0 1px 2px rgb(0 0 0 / .12), 0 .8rem 2.4rem rgb(0 0 0 / .16) }
        figure > .tall { max-width: min(100%, 54vh) }
        figure > .strip { max-width: min(100%, 38vh) }
        figure > video { max-height: 78vh }
        .first { padding-top: 1.1rem }
        a, button { font: inherit; color: var(--accent) }
        .save { display: inline-block; min-width: 13rem; margin-top: 1.4rem; padding: .8rem 2rem; border: 1.5px solid var(--accent);
          border-radius: 3rem; font-weight: 600; text-decoration: none; background: none; cursor: pointer }
        .large { background: var(--accent); color: var(--on-accent) }
        .save:active { opacity: .75 }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
        .more { display: flex; flex-wrap: wrap; justify-content: center; gap: .4rem 2rem; margin: 1.4rem 0 0; padding: 0 }
        .more a, .quiet { display: inline-block; padding: .65rem .4rem; text-underline-offset: .25em; text-decoration-thickness: 1px }
        .shots { display: flex; flex-wrap: wrap; justify-content: center; gap: .8rem }
        .shots figure { width: min(50% - .4rem, 14rem) }
        .shots a { display: block }
        .shots figure + figure { margin: 0 }
        .shots img { display: block; width: 100%; height: auto; aspect-ratio: 3 / 2; object-fit: cover; background: var(--line) }
        .notice { min-height: 78vh; display: grid; align-content: center; justify-items: center; gap: 1.1rem; padding-block: 3rem }
        .notice p { max-width: 30rem; margin: 0 }
        .question { display: grid; justify-items: center; gap: .4rem; width: min(100%, 26rem) }
        .question input { font: inherit; font-size: 1.25rem; width: 100%; padding: .8rem 1rem; color: var(--ink); background: none;
          border: 1.5px solid var(--soft); border-radius: .6rem; text-align: center }
        .question .save { width: 100% }
        .notice .hint { font-weight: 600 }
        .frames { display: flex; gap: .7rem; margin-bottom: .6rem }
        .frames i { width: 3rem; height: 4.4rem; border: 1.5px solid var(--accent); animation: fill 2.4s infinite ease-in-out }
        .frames i:nth-child(2) { animation-delay: .3s }
        .frames i:nth-child(3) { animation-delay: .6s }
        @keyframes fill { 0%, 70%, 100% { background: transparent } 35% { background: var(--accent) } }
        @media (prefers-reduced-motion: reduce) { .frames i { animation: none } }
        .coming { margin: 1.6rem 0 0; color: var(--soft) }
        footer { margin-top: 4rem; padding-bottom: 3rem; color: var(--soft); font-size: .9rem }
        footer p { margin: .35rem 0 }
        footer a { color: var(--soft) }
        @media print { .save, .more, footer, .coming { display: none } figure > img { max-height: 20cm; box-shadow: none } }

        """
}
