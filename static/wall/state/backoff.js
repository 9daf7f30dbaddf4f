// How long to wait before the next attempt to connect.

export const FIRST_MS = 1500;
export const LONGEST_MS = 15_000;

/**
 * Return the wait in ms before an attempt; the first one is number 0.
 *
 * Up to a half is left to chance, so that a hall full of screens does not come back in
 * the same moment. `chance` is from 0 to 1.
 *
 * @param {number} attempt
 * @param {number} chance
 */
export function waitBefore(attempt, chance) {
    const full = Math.min(LONGEST_MS, FIRST_MS * 1.6 ** attempt);
    return attempt === 0 ? full : Math.round(full * (1 - chance / 2));
}
