// The colours of the page, for what is drawn rather than laid out.

const GROUPS = 8;

/**
 * Return the colours that the style sheet gives the theme of an element.
 *
 * @param {Element} element
 */
export function paletteOf(element) {
    const style = getComputedStyle(element);
    const colour = (/** @type {string} */ name) =>
        style.getPropertyValue(`--${name}`).trim();
    return {
        paper: colour("paper"),
        ink: colour("ink"),
        quiet: colour("quiet"),
        accent: colour("accent"),
        link: colour("link"),
        heat: colour("heat"),
        trail: colour("trail"),
        way: colour("way"),
        tile: colour("tile"),
        gold: colour("gold"),
        silver: colour("silver"),
        bronze: colour("bronze"),
        groups: Array.from({ length: GROUPS }, (_, index) => colour(`group-${index}`)),
    };
}
