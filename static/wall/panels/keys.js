// Shortcuts of a single key; they can be switched off, and never act while one types.

const TYPING = "input:not([type=checkbox]), select, textarea, [contenteditable]";

/**
 * Listen for shortcuts; `acts` maps keys to what they do, `areOn` may forbid them.
 *
 * @param {{ Escape: () => void } & Record<string, () => void>} acts
 * @param {() => boolean} areOn
 */
export function listenForKeys(acts, areOn) {
    document.addEventListener("keydown", (event) => {
        const { key, target } = event;
        if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
            return;
        }
        if (key === "Escape") {
            acts.Escape();
            return;
        }
        const isTyping = target instanceof Element && target.matches(TYPING);
        const act = acts[key.toLowerCase()];
        if (act && areOn() && !isTyping) {
            event.preventDefault();
            act();
        }
    });
}
