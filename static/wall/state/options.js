// The switches in the page's address.

const THEMES = ["light", "dark", "contrast"];
const FLAGS = new Map([
    ["0", false],
    ["1", true],
]);

/**
 * Return what an address asks for; whatever it leaves open is undefined.
 *
 * Switches: kiosk, autopan, ticker, leaderboard, heat, clusters, motion, join (each 0
 * or 1), theme (light, dark, contrast), event.
 *
 * @param {string} search
 */
export function optionsOf(search) {
    const given = new URLSearchParams(search);
    const theme = given.get("theme") ?? "";
    return {
        kiosk: flag(given.get("kiosk")) ?? false,
        autopan: flag(given.get("autopan")),
        ticker: flag(given.get("ticker")),
        leaderboard: flag(given.get("leaderboard")),
        heat: flag(given.get("heat")),
        clusters: flag(given.get("clusters")),
        join: flag(given.get("join")),
        motion: flag(given.get("motion")),
        theme: THEMES.includes(theme) ? theme : undefined,
        event: given.get("event") ?? undefined,
    };
}

/** @param {string | null} text */
function flag(text) {
    return FLAGS.get(text ?? "");
}
