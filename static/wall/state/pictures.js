// Pictures that could not be had: the wall shows initials and asks again after a while.

const AGAIN_AFTER_MS = 60_000;
const missing = new Map();

/**
 * Note that there was no picture at an address just now.
 *
 * @param {string} address
 * @param {number} [now]
 */
export function noteMissing(address, now = performance.now()) {
    missing.set(address, now);
}

/**
 * Tell whether it is too early to ask for a picture again.
 *
 * @param {string} address
 * @param {number} [now]
 */
export function isMissing(address, now = performance.now()) {
    return now - (missing.get(address) ?? -Infinity) < AGAIN_AFTER_MS;
}
