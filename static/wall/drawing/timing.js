// How long what moves takes, in ms, and how it eases.

export const INTRO_MS = 1200;
export const REVEAL_MS = 700;
export const HALO_MS = 20_000;
export const TRAIL_MS = 90_000;
export const HEAT_MS = 5 * 60_000;

const OVERSHOOT = 1.70158;

/**
 * Ease from 0 to 1, a little beyond and back.
 *
 * @param {number} share
 */
export function easeOutBack(share) {
    const rest = share - 1;
    return 1 + (OVERSHOOT + 1) * rest ** 3 + OVERSHOOT * rest ** 2;
}

/**
 * Ease from 0 to 1, slower towards the end.
 *
 * @param {number} share
 */
export function easeOut(share) {
    return 1 - (1 - share) ** 3;
}

/**
 * Return how much of a span has passed, from 0 to 1.
 *
 * @param {number} span
 * @param {number} begun
 * @param {number} now
 */
export function shareOf(span, begun, now) {
    return Math.min(1, Math.max(0, (now - begun) / span));
}
