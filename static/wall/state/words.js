// How numbers and moments are said.

const WHOLE = new Intl.NumberFormat("en-CA");

/**
 * Return "1 person", "2 people": a number with the right word.
 *
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
export function count(number, one, many) {
    return `${WHOLE.format(number)} ${number === 1 ? one : many}`;
}

/**
 * Return how long ago that was, in a word or two.
 *
 * @param {number} ms
 */
export function ago(ms) {
    const seconds = Math.max(0, Math.round(ms / 1000));
    if (seconds < 5) {
        return "now";
    }
    if (seconds < 60) {
        return `${seconds} s`;
    }
    if (seconds < 3600) {
        return `${Math.floor(seconds / 60)} min`;
    }
    if (seconds < 86_400) {
        return `${Math.floor(seconds / 3600)} h`;
    }
    return `${Math.floor(seconds / 86_400)} d`;
}

/**
 * Return the first letters of a name, for where there is no picture.
 *
 * @param {string} name
 */
export function initials(name) {
    const words = name.split(/\s+/u).filter(Boolean);
    const letters = [words[0], words.length > 1 ? words.at(-1) : ""];
    return letters
        .map((word) => [...(word ?? "")][0] ?? "")
        .join("")
        .toUpperCase();
}

/**
 * Return what else the wall knows of a person: major and year.
 *
 * @param {Pick<Face, "major" | "year">} person
 */
export function about({ major, year }) {
    const level = /^\d$/u.test(String(year)) ? `Year ${year}` : String(year);
    return [major, level].filter(Boolean).join(", ");
}
