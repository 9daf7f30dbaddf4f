// How large people are drawn, in the layout's own unit.

const SMALLEST = 7;
const LARGEST = 24;

/**
 * Return a person's radius: larger, the more people they met.
 *
 * @param {Person} person
 */
export function radiusOf(person) {
    return Math.min(LARGEST, SMALLEST + 2.1 * Math.sqrt(person.degree));
}

/** The largest radius there is. */
export const LARGEST_RADIUS = LARGEST;
