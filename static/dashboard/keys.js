// The theme's shortcuts of a single character ("c", "f", "[", "/", "?") fire even while
// somebody picks from a list by its first letter, and cannot be switched off (WCAG 2.1.4).
// Typing and shortcuts with Ctrl or Cmd go on as ever.
window.addEventListener(
    "keydown",
    (event) => {
        if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
            event.stopPropagation();
        }
    },
    { capture: true },
);
