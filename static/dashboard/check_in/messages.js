// Words that the page fills in by itself, as the server does.

/**
 * Return a sentence about somebody.
 *
 * @param {string} sentence
 * @param {string} name
 * @param {number | null} at
 */
export function filled(sentence, name, at) {
    const time = at ? timeOf(at) : "before";
    return sentence.replace("{name}", () => name).replace("{time}", () => time);
}

/**
 * Return a moment as people at the door say it: with the day, if not today.
 *
 * @param {number} ms
 */
export function timeOf(ms) {
    const moment = new Date(ms);
    const time = moment.toLocaleTimeString("en-CA", {
        timeStyle: "short",
        hour12: false,
    });
    const today = moment.toDateString() === new Date().toDateString();
    const day = moment.toLocaleDateString("en-CA", { month: "short", day: "numeric" });
    return today ? time : `${day}, ${time}`;
}
